using System.Buffers.Text;
using System.Security.Cryptography;

namespace AegisAuth.Api.Http;

/// <summary>The headers of every answer, and the correlation id that ties it to the log.</summary>
internal static class ResponseHeaders
{
    public const string CorrelationId = "X-Correlation-ID";

    private const int MaxCorrelationId = 64;
    private const int CorrelationIdBytes = 12;

    // A year, and the subdomains too (OWASP ASVS 5.0, 3.4.1). Browsers take it over https only (RFC 6797, 7.2).
    private const string HttpsOnly = "max-age=31536000; includeSubDomains";

    public static void UseResponseHeaders(this WebApplication app)
    {
        // In Development it would bind the developer's localhost for a year and for every program on it.
        var isPublic = !app.Environment.IsDevelopment();
        app.Use(
            (context, next) =>
            {
                context.TraceIdentifier = Correlate(context.Request.Headers[CorrelationId]);
                var headers = context.Response.Headers;
                headers[CorrelationId] = context.TraceIdentifier;
                headers.CacheControl = "no-store";
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                if (isPublic && context.Request.IsHttps)
                {
                    headers.StrictTransportSecurity = HttpsOnly;
                }

                return next(context);
            }
        );
    }

    // A client's own id is kept where it can do no harm in a log.
    private static string Correlate(string? given) =>
        given is { Length: > 0 and <= MaxCorrelationId } && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : NewCorrelationId();

    private static string NewCorrelationId()
    {
        Span<byte> bytes = stackalloc byte[CorrelationIdBytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
