using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passkeys;

/// <summary>Checks a shown passkey through the throttle, as every other credential.</summary>
public sealed class PasskeyVerifier(
    IPasskeyProtocol protocol,
    IPasskeyRepository passkeys,
    PasskeyChallenges challenges,
    IUserRepository users,
    LoginThrottle throttle,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Options to show a passkey: one of this user, or any where no user is given. Refuses with <c>EndpointClosed</c>
    /// where passkeys are not configured, and with <c>PasskeyInvalid</c> where the user has none.
    /// </summary>
    public async Task<Result<JsonElement>> BeginAsync(PasskeyPlace place, long? userId, CancellationToken cancellationToken)
    {
        if (!protocol.IsConfigured)
        {
            return AuthError.EndpointClosed;
        }

        IReadOnlyList<Passkey> mine = userId is { } id ? await passkeys.ListAsync(id, cancellationToken) : [];
        if (userId is not null && mine.Count == 0)
        {
            return AuthError.PasskeyInvalid;
        }

        var options = protocol.Request([.. mine.Select(passkey => passkey.CredentialId)]);
        await challenges.AddAsync(options.Challenge, place, [], cancellationToken);
        return options.Json;
    }

    /// <summary>
    /// Checks a passkey and does <paramref name="proven"/> in the transaction that settles the attempt. Refuses with
    /// <c>EndpointClosed</c>, <c>TooManyAttempts</c>, <c>Busy</c> or <c>PasskeyInvalid</c>, which is audited.
    /// </summary>
    /// <param name="given">What the browser brought.</param>
    /// <param name="place">What for, and where.</param>
    /// <param name="me">Whose session asks; null for a login.</param>
    /// <param name="action">The word of the audit log.</param>
    /// <param name="caller">Who tries.</param>
    /// <param name="proven">What follows, for the owner of the passkey.</param>
    /// <param name="cancellationToken">Ends the waiting for a place; once reserved, the attempt runs to its end.</param>
    public async Task<Result<T>> CheckAsync<T>(
        JsonElement? given,
        PasskeyPlace place,
        AuthenticatedSession? me,
        string action,
        Caller caller,
        Func<User, Task<Result<T>>> proven,
        CancellationToken cancellationToken
    )
    {
        if (!protocol.IsConfigured)
        {
            return AuthError.EndpointClosed;
        }

        // Without the form of an answer there is nothing to be tried.
        if (given is not { } answer || protocol.Read(answer) is not { } claim)
        {
            return AuthError.PasskeyInvalid;
        }

        var stored = await passkeys.FindAsync(SHA256.HashData(claim.CredentialId), cancellationToken);
        var owner = stored is null ? null : await users.FindAsync(stored.UserId, cancellationToken);
        var reserved = await throttle.ReserveAsync(KeyOf(me?.AegisSpeedId ?? owner?.AegisSpeedId, claim), caller, cancellationToken);
        if (reserved.IsRefused(out var refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            // Nothing is cancelled from here on: the challenge is spent, and a caller that hangs up is counted all the same.
            var challenge = await challenges.TakeAsync(claim.Challenge, place);
            var right =
                challenge is not null
                && stored is not null
                && owner is not null
                && (me is null ? claim.NamesUser : me.UserId == owner.Id)
                && await protocol.VerifyAsync(answer, claim.Challenge, stored) is { } count
                && await passkeys.TryUseAsync(stored, count, time.GetUtcNow(), CancellationToken.None);
            return right
                ? await attempt.SettleAsync(AttemptOutcome.Success, () => proven(owner!))
                : await attempt.SettleAsync<Result<T>>(
                    AttemptOutcome.Failure,
                    async () =>
                    {
                        var what = me?.Event(action) ?? new AuditEvent(action) { Target = owner?.AegisSpeedId.ToString() ?? "" };
                        await audit.WriteAsync(what with { Refused = AuditReasons.PasskeyInvalid }, caller);
                        return AuthError.PasskeyInvalid;
                    }
                );
        }
    }

    private static string KeyOf(AegisSpeedId? account, PasskeyClaim claim) =>
        account is { } id
            ? AttemptKeys.Account(id)
            : AttemptKeys.UnknownAccount(Base64Url.EncodeToString(claim.CredentialId));
}
