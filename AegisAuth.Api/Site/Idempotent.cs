using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AegisAuth.Api.Site;

/// <summary>
/// With an <c>Idempotency-Key</c>, the same request of the same client within a minute gets the first answer again,
/// byte for byte and with its cookies. Kept is only what has used something up: a success, or a refusal that cost a try, a
/// captcha or a code. What says "later" can be sent again under the same key.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute, IAsyncResourceFilter, IOrderedFilter
{
    private const string Header = "Idempotency-Key";

    // After the checks of who may call at all.
    public int Order => 10;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header];
        if (key.Count == 0)
        {
            await next();
            return;
        }

        if (key.Count != 1 || !IdempotentAnswers.IsKey(key[0]))
        {
            context.Result = new RefusalResult(new Refusal(AuthError.InvalidParameter));
            return;
        }

        var answers = http.RequestServices.GetRequiredService<IdempotentAnswers>();
        var begun = await answers.BeginAsync(key[0]!, await FingerprintAsync(http), http.Caller(), http.RequestAborted);
        if (begun.IsRefused(out var refusal, out var turn))
        {
            context.Result = new RefusalResult(refusal);
        }
        else if (turn.Answer is { } first)
        {
            context.Result = JsonSerializer.Deserialize<KeptAnswer>(first)!;
        }
        else
        {
            await ExecuteAsync(http, next, answer => answers.EndAsync(turn, answer));
        }
    }

    private static async Task ExecuteAsync(HttpContext http, ResourceExecutionDelegate next, Func<string?, Task> endAsync)
    {
        var body = http.Response.Body;
        var aborted = http.RequestAborted;
        using var written = new MemoryStream();
        string? kept = null;
        try
        {
            // The answer must be there when the client comes back for it: hanging up ends nothing.
            http.RequestAborted = CancellationToken.None;
            http.Response.Body = written;
            var executed = await next();
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
            kept = executed.Exception is null || executed.ExceptionHandled ? KeptAnswer.Of(http.Response, written.ToArray()) : null;
        }
        finally
        {
            http.Response.Body = body;
            http.RequestAborted = aborted;
            await endAsync(kept);
        }

        // An answer without a body may still get one in its envelope, unless it has begun.
        if (written.Length > 0)
        {
            await body.WriteAsync(written.ToArray(), aborted);
        }
    }

    // Whatever makes it this request of this client. The session cookie does not: the first answer may have set it.
    private static async Task<byte[]> FingerprintAsync(HttpContext http)
    {
        var request = http.Request;
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        request.Body = body;

        var caller = http.Caller();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, body.ToArray());
        foreach (
            var text in (ReadOnlySpan<string?>)
                [
                    request.Method,
                    request.Path.Value,
                    request.QueryString.Value,
                    request.ContentType,
                    caller.Address,
                    caller.UserAgent,
                    BrowserBindingCookie.Of(request).Id,
                    http.Features.Get<AuthenticatedSession>()?.SessionId,
                ]
        )
        {
            Append(hash, Encoding.UTF8.GetBytes(text ?? ""));
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}

/// <summary>An answer as it is kept: what a client of this service looks at.</summary>
internal sealed record KeptAnswer(int Status, string? ContentType, string?[] Cookies, string? ErrorReason, byte[] Body) : IActionResult
{
    private static readonly HashSet<string> UsedSomethingUp = new(
        new[]
        {
            AuthError.WrongCredentials,
            AuthError.CaptchaWrong,
            AuthError.CodeRefused,
            AuthError.PhoneCodeInvalid,
            AuthError.OtherProofRequired,
        }.Select(ErrorReasons.Of),
        StringComparer.Ordinal
    );

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.SetCookie = Cookies;
        response.Headers[ErrorReasons.Header] = ErrorReason;
        await response.Body.WriteAsync(Body, context.HttpContext.RequestAborted);
    }

    /// <summary>The answer as text; null for one that is not to be given again.</summary>
    public static string? Of(HttpResponse response, byte[] body) =>
        response.StatusCode == StatusCodes.Status200OK
        && response.Headers.RetryAfter.Count == 0
        && (response.Headers[ErrorReasons.Header].Count == 0 || UsedSomethingUp.Contains(response.Headers[ErrorReasons.Header].ToString()))
            ? JsonSerializer.Serialize(
                new KeptAnswer(
                    response.StatusCode,
                    response.ContentType,
                    [.. response.Headers.SetCookie],
                    response.Headers[ErrorReasons.Header],
                    body
                )
            )
            : null;
}
