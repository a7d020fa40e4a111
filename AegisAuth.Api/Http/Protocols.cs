using System.Globalization;
using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>Path to envelope. Each surface brings its own protocol.</summary>
internal sealed class Protocols(IEnumerable<IProtocol> surfaces)
{
    // The longer path first: the first that fits wins.
    private readonly IProtocol[] _surfaces = [.. surfaces.OrderByDescending(surface => surface.Root.Value!.Length)];
    private readonly ProblemProtocol _elsewhere = new();

    /// <summary>The protocol of a path.</summary>
    public IProtocol Of(PathString path) =>
        Array.Find(_surfaces, protocol => path.StartsWithSegments(protocol.Root, StringComparison.OrdinalIgnoreCase)) ?? _elsewhere;

    /// <summary>The protocol of a request's path.</summary>
    public static IProtocol Of(HttpContext context) => context.RequestServices.GetRequiredService<Protocols>().Of(context.Request.Path);

    /// <summary>Writes a refusal in the envelope of the request's path, with the headers that belong to it.</summary>
    public static Task RefuseAsync(HttpContext context, Refusal refusal, int? status = null)
    {
        var protocol = Of(context);
        var answer = protocol.Refuse(refusal, context, status);
        var response = context.Response;
        response.Headers[ErrorReasons.Header] = ErrorReasons.Of(refusal.Error, status, protocol.HidesAccounts);
        response.StatusCode = answer.Status;
        if (refusal.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = Seconds(retryAfter).ToString(CultureInfo.InvariantCulture);
        }

        // RFC 9110, 15.5.2: a 401 names the scheme that would be taken.
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = protocol.Challenge;
        }

        var type = answer.Body is ProblemDetailsBody ? "application/problem+json" : JsonAnswers.ContentType;
        // A HEAD request has the headers of the answer and nothing else.
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.WriteJsonAsync(answer.Body, type);
    }

    /// <summary>Whole seconds to wait, rounded up: a client that waits them is let in.</summary>
    public static int Seconds(TimeSpan retryAfter) => (int)Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds));
}
