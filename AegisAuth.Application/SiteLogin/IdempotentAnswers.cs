using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.SiteLogin;

/// <summary>
/// Gives a client that lost an answer the same one again: a one-time code is spent by the first request, and without
/// its answer the user would be stranded. One minute, encrypted, for the same client with the same request only.
/// </summary>
/// <remarks>
/// A second request that comes while the first still runs waits for its answer, since that is what its client wants; a
/// refusal would strand it. The row of a request whose process died expires like any other.
/// </remarks>
public sealed class IdempotentAnswers(
    IIdempotentAnswerRepository store,
    ISecretProtector protector,
    StartedRequests startedRequests,
    TimeProvider time,
    ILogger<IdempotentAnswers> logger
)
{
    /// <summary>How long a key is held, and an answer kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int MinLength = 8;
    private const int MaxLength = 128;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // Longer than any provider is waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Whether the text can be a key: 8 to 128 visible ASCII characters.</summary>
    public static bool IsKey(string? text) => text is { Length: >= MinLength and <= MaxLength } && text.All(c => c is > ' ' and <= '~');

    /// <summary>
    /// Takes the key, or finds the kept answer. Refuses with <c>IdempotencyKeyReused</c> for another request or client,
    /// with <c>TooManyAttempts</c> for an address that brings too many keys, and with <c>Busy</c> when the first request
    /// takes too long.
    /// </summary>
    /// <param name="key">The client's key.</param>
    /// <param name="requestHash">SHA-256 over the request and the client.</param>
    /// <param name="caller">Whose rows are counted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Result<IdempotentTurn>> BeginAsync(string key, byte[] requestHash, Caller caller, CancellationToken cancellationToken)
    {
        if ((await startedRequests.TakeKeyAsync(caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var keyHash = RandomSecret.Hash(key);
        var started = time.GetTimestamp();
        while (true)
        {
            // To the millisecond, as it is stored: the expiry tells this turn from a later one under the same key.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            var begun = new StoredAnswer
            {
                KeyHash = keyHash,
                RequestHash = requestHash,
                ExpiresAt = now + Lifetime,
            };
            if (await store.TryTakeAsync(begun, now, cancellationToken))
            {
                return new IdempotentTurn(begun, Answer: null);
            }

            if (
                await store.FindAsync(keyHash, cancellationToken) is { } first
                && first.ExpiresAt > now
                && ClockSkew.CanEndAt(first.ExpiresAt, now, Lifetime)
            )
            {
                if (!CryptographicOperations.FixedTimeEquals(first.RequestHash, requestHash))
                {
                    return AuthError.IdempotencyKeyReused;
                }

                if (first.ProtectedAnswer is { } answer)
                {
                    return new IdempotentTurn(first, protector.Unprotect(SecretPurposes.IdempotentAnswer, answer));
                }
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
            }

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    /// <summary>Keeps the answer, or frees the key where there is none worth keeping.</summary>
    public async Task EndAsync(IdempotentTurn turn, string? answer)
    {
        try
        {
            await (
                answer is null
                    ? store.FreeAsync(turn.Begun, CancellationToken.None)
                    : store.KeepAsync(
                        turn.Begun,
                        protector.Protect(SecretPurposes.IdempotentAnswer, answer),
                        time.GetUtcNow() + Lifetime,
                        CancellationToken.None
                    )
            );
        }
        catch (Exception e)
        {
            // The request itself is done. Its answer matters more than the copy of it; the row expires by itself.
            logger.LogWarning(e, "The answer of an idempotent request could not be kept");
        }
    }
}

/// <summary>A key that was taken, or an answer that was found.</summary>
/// <param name="Begun">What is stored.</param>
/// <param name="Answer">The first answer again; null where the request must be carried out, and <c>EndAsync</c> called.</param>
public sealed record IdempotentTurn(StoredAnswer Begun, string? Answer)
{
    /// <summary>Keeps the answer out of logs.</summary>
    public override string ToString() => nameof(IdempotentTurn);
}
