using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Net.Http.Headers;

namespace AegisAuth.Api.Http;

/// <summary>Routing and MVC leave 404, 405 and 415 without a body: they get the one of the path.</summary>
internal static class RefusalsWithoutBody
{
    public static void UseRefusalsWithoutBody(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                await next(context);
                var response = context.Response;
                if (response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
                {
                    NameHead(response.Headers);
                    await Protocols.RefuseAsync(context, new Refusal(AuthError.MalformedRequest), response.StatusCode);
                }
            }
        );

    // Routing does not know of HeadRequests.
    private static void NameHead(IHeaderDictionary headers)
    {
        var allowed = headers.GetCommaSeparatedValues(HeaderNames.Allow);
        if (allowed.Contains(HttpMethods.Get) && !allowed.Contains(HttpMethods.Head))
        {
            headers.Allow = string.Join(", ", allowed.Append(HttpMethods.Head));
        }
    }
}
