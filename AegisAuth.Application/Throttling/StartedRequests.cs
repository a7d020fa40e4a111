using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Throttling;

/// <summary>
/// Bounds the rows that a stranger can make the service keep for later: logins begun on a provider's page or by a passkey, and
/// idempotency keys. Each is small and short-lived, and without a bound one address could fill the disk with them.
/// </summary>
public sealed class StartedRequests(EventLimits limits, IOptions<ThrottleOptions> options)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Counts a login that begins on a provider's page or by a passkey. Refuses with <c>TooManyAttempts</c>.</summary>
    public Task<Result<Unit>> TakeLoginAsync(Caller caller) => TakeAsync("login-begun:", options.Value.LoginsBegunPerAddress, caller);

    /// <summary>Counts a request with an idempotency key. Refuses with <c>TooManyAttempts</c>.</summary>
    public Task<Result<Unit>> TakeKeyAsync(Caller caller) => TakeAsync("idempotency-key:", options.Value.IdempotencyKeysPerAddress, caller);

    private Task<Result<Unit>> TakeAsync(string what, int max, Caller caller) =>
        limits.TakeAsync(new EventLimit(what + AttemptKeys.Network(caller.Address), max, Window));
}
