using System.Net.Http.Headers;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace AegisAuth.Api.Http;

/// <summary>
/// What stands before every body: no encoding but none, no character set but UTF-8 (RFC 8259, 8.1), and no fault while it
/// is read that is not the client's own.
/// </summary>
internal static class RequestBodyGate
{
    private const string Utf8 = "utf-8";

    public static IApplicationBuilder UseRequestBodyGate(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (!IsPlain(request.Headers.ContentEncoding) || !TryReadAsUtf8(request))
                {
                    return Protocols.RefuseAsync(
                        context,
                        new Refusal(AuthError.MalformedRequest),
                        StatusCodes.Status415UnsupportedMediaType
                    );
                }

                if (request.HasBody())
                {
                    request.Body = new ClientFaultStream(request.Body);
                }

                return next(context);
            }
        );

    /// <summary>Whether a body follows, however it is announced.</summary>
    public static bool HasBody(this HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static bool IsPlain(Microsoft.Extensions.Primitives.StringValues encodings) =>
        encodings.Count == 0
        || encodings.All(encoding => string.IsNullOrEmpty(encoding) || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    // Many clients write "utf8", which is no registered name and means UTF-8.
    private static bool TryReadAsUtf8(HttpRequest request)
    {
        // The usual ones need no look.
        if (request.ContentType is not { Length: > 0 } text || text is "application/json" or "application/x-www-form-urlencoded")
        {
            return true;
        }

        // What is no type ("json; charset=") is not handed on: the framework's own parser throws at some of them.
        if (!MediaTypeHeaderValue.TryParse(text.TrimEnd(' ', ';'), out var type))
        {
            return !request.HasBody();
        }

        if (type.CharSet is null)
        {
            return true;
        }

        var charset = type.CharSet.Trim('"');
        if (charset.Equals("utf8", StringComparison.OrdinalIgnoreCase))
        {
            type.CharSet = Utf8;
            request.ContentType = type.ToString();
            return true;
        }

        return charset.Equals(Utf8, StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
    }
}
