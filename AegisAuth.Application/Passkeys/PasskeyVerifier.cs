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
    /// Options to show a passkey: one that this session may be stepped up by, or any where there is no session. Refuses with
    /// <c>EndpointClosed</c> where passkeys are not configured, and with <c>PasskeyInvalid</c> where there is none to show.
    /// </summary>
    public async Task<Result<PasskeyRequestOptions>> BeginAsync(
        PasskeyPlace place,
        AuthenticatedSession? me,
        CancellationToken cancellationToken
    )
    {
        if (!protocol.IsConfigured)
        {
            return AuthError.EndpointClosed;
        }

        IReadOnlyList<Passkey> all = me is null ? [] : await passkeys.ListAsync(me.UserId, cancellationToken);
        byte[][] mine = [.. all.Where(passkey => passkey.Surface == me!.Surface).Select(passkey => passkey.CredentialId)];
        if (me is not null && mine.Length == 0)
        {
            return AuthError.PasskeyInvalid;
        }

        var options = protocol.Request(mine);
        await challenges.AddAsync(options.Challenge, place, [], cancellationToken);
        return options.ForBrowser;
    }

    /// <summary>
    /// Checks a passkey and does <paramref name="proven"/> in the transaction that settles the attempt. Refuses with
    /// <c>EndpointClosed</c>, <c>TooManyAttempts</c>, <c>Busy</c> or <c>PasskeyInvalid</c>, which is audited.
    /// </summary>
    /// <param name="tried">What is tried, and where.</param>
    /// <param name="caller">Who tries.</param>
    /// <param name="proven">What follows, for the owner of the passkey.</param>
    /// <param name="cancellationToken">Ends the waiting for a place; once reserved, the attempt runs to its end.</param>
    public async Task<Result<T>> CheckAsync<T>(
        PasskeyAttempt tried,
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
        if (tried.Given is not { } answer || protocol.Read(answer) is not { } claim)
        {
            return AuthError.PasskeyInvalid;
        }

        var me = tried.Session;
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
            var challenge = await challenges.TakeAsync(claim.Challenge, tried.Place);
            var right =
                challenge is not null
                && stored is not null
                && owner is not null
                && IsFor(stored, claim, me)
                && await protocol.VerifyAsync(answer, claim.Challenge, stored) is { } count
                && await passkeys.TryUseAsync(stored, count, time.GetUtcNow(), CancellationToken.None);
            return right
                ? await attempt.SettleAsync(AttemptOutcome.Success, () => proven(owner!))
                : await attempt.SettleAsync<Result<T>>(
                    AttemptOutcome.Failure,
                    async () =>
                    {
                        var what = me?.Event(tried.Action) ?? AuditEvent.About(tried.Action, owner);
                        await audit.WriteAsync(what with { Refused = AuditReasons.PasskeyInvalid }, caller);
                        return AuthError.PasskeyInvalid;
                    }
                );
        }
    }

    // A login finds its user by the handle. A step-up takes the user's own passkeys only, and of these the ones that were added
    // behind a step-up: a site login, by which the others were added, asks for less.
    private static bool IsFor(Passkey stored, PasskeyClaim claim, AuthenticatedSession? me) =>
        me is null ? claim.NamesUser : stored.UserId == me.UserId && stored.Surface == me.Surface;

    private static string KeyOf(AegisSpeedId? account, PasskeyClaim claim) =>
        account is { } id ? AttemptKeys.Account(id) : AttemptKeys.UnknownAccount(Base64Url.EncodeToString(claim.CredentialId));
}

/// <summary>What is tried with a passkey.</summary>
/// <param name="Given">What the browser brought.</param>
/// <param name="Place">What for, and where.</param>
/// <param name="Session">The session that asks; null for a login.</param>
/// <param name="Action">The word of the audit log.</param>
public sealed record PasskeyAttempt(JsonElement? Given, PasskeyPlace Place, AuthenticatedSession? Session, string Action)
{
    /// <summary>Keeps what the browser brought out of logs.</summary>
    public override string ToString() => nameof(PasskeyAttempt);
}
