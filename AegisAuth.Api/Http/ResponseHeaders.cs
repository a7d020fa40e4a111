using System.Buffers.Text;
using System.Security.Cryptography;

namespace AegisAuth.Api.Http;

/// <summary>The headers of every answer, and the correlation id that ties it to the log.</summary>
internal static class ResponseHeaders
{
    public const string CorrelationId = "X-Correlation-ID";

    private const int MaxCorrelationId = 64;
    private const int CorrelationIdBytes = 12;

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.TraceIdentifier = Correlate(context.Request.Headers[CorrelationId]);
                var headers = context.Response.Headers;
                headers[CorrelationId] = context.TraceIdentifier;
                headers.CacheControl = "no-store";
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                return next(context);
            }
        );

    // A client's own id is kept where it can do no harm in a log.
    private static string Correlate(string? given) =>
        given is { Length: > 0 and <= MaxCorrelationId } && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CorrelationIdBytes));
}
