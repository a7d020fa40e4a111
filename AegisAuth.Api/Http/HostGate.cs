using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>
/// Requests whose <c>Host</c> is no name get 400 (RFC 9112, 3.2). The framework throws where such a name is first read, which
/// may be in front of everything that can answer; therefore the name is taken away first and the request refused later.
/// </summary>
internal static class HostGate
{
    private const string Forwarded = "X-Forwarded-Host";

    /// <summary>Stands in front of everything that reads the host.</summary>
    public static void UseHostCheck(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Request.Headers;
                if (!IsName(headers.Host) || (headers.ContainsKey(Forwarded) && !headers.GetCommaSeparatedValues(Forwarded).All(IsName)))
                {
                    headers.Host = "";
                    headers.Remove(Forwarded);
                    context.Features.Set(new NoHost());
                }

                return next(context);
            }
        );

    /// <summary>Stands behind what dresses an answer.</summary>
    public static void UseHostRefusal(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                context.Features.Get<NoHost>() is null
                    ? next(context)
                    : Protocols.RefuseAsync(context, new Refusal(AuthError.MalformedRequest), StatusCodes.Status400BadRequest)
        );

    private static bool IsName(string? host)
    {
        try
        {
            _ = HostString.FromUriComponent(host ?? "");
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed class NoHost;
}
