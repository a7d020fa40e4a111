using System.Security.Cryptography;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using AegisAuth.Domain;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>The passkeys of the caller: seen, added, renamed, removed. Who may ask is decided by <see cref="PasskeyGate"/>.</summary>
public sealed class PasskeyService(
    IPasskeyProtocol protocol,
    IPasskeyRepository passkeys,
    PasskeyChallenges challenges,
    WaysIn waysIn,
    AccountNotices notices,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>How many passkeys a user may have.</summary>
    public const int MaxPasskeys = 20;

    private const int HandleBytes = 32;

    /// <summary>The passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<OwnPasskey>> ListAsync(AuthenticatedSession me, CancellationToken cancellationToken) =>
        [.. (await passkeys.ListAsync(me.UserId, cancellationToken)).Select(OwnPasskey.Of)];

    /// <summary>Options for a new passkey. Refuses with <c>EndpointClosed</c> or <c>PasskeyLimit</c>.</summary>
    public async Task<Result<PasskeyCreationOptions>> BeginAsync(AuthenticatedSession me, CancellationToken cancellationToken)
    {
        if (!protocol.IsConfigured)
        {
            return AuthError.EndpointClosed;
        }

        var mine = await passkeys.ListAsync(me.UserId, cancellationToken);
        if (mine.Count >= MaxPasskeys)
        {
            return AuthError.PasskeyLimit;
        }

        // One handle for all passkeys of a user: an authenticator keeps one passkey for each handle.
        var handle = mine.Count > 0 ? mine[0].UserHandle : RandomNumberGenerator.GetBytes(HandleBytes);
        var owner = new PasskeyOwner(handle, me.UserName, me.Nickname.Length > 0 ? me.Nickname : me.UserName);
        // One from the site does not step up: the same authenticator may make another one on the admin surface, in its place.
        var options = protocol.Create(
            owner,
            [.. mine.Where(passkey => passkey.Surface == me.Surface).Select(passkey => passkey.CredentialId)]
        );
        await challenges.AddAsync(options.Challenge, PasskeyPlace.Adding(me), handle, cancellationToken);
        return options.ForBrowser;
    }

    /// <summary>Takes the challenge and checks the new passkey. Refuses with <c>EndpointClosed</c> or <c>PasskeyInvalid</c>.</summary>
    public async Task<Result<Passkey>> RedeemAsync(PasskeyFinishRequest request, AuthenticatedSession me)
    {
        if (!protocol.IsConfigured)
        {
            return AuthError.EndpointClosed;
        }

        if (
            request.Passkey is not { } answer
            || protocol.Read(answer) is not { } claim
            || await challenges.TakeAsync(claim.Challenge, PasskeyPlace.Adding(me)) is not { } challenge
            || await protocol.VerifyNewAsync(answer, claim.Challenge, challenge.UserHandle) is not { } verified
        )
        {
            return AuthError.PasskeyInvalid;
        }

        var now = time.GetUtcNow();
        return new Passkey
        {
            Id = RandomSecret.CreateId(),
            UserId = me.UserId,
            Surface = me.Surface,
            CredentialHash = SHA256.HashData(verified.CredentialId),
            CredentialId = verified.CredentialId,
            UserHandle = challenge.UserHandle,
            PublicKey = verified.PublicKey,
            SignCount = verified.SignCount,
            Name = request.Name!.Trim(),
            CreatedAt = now,
            LastUsedAt = now,
        };
    }

    /// <summary>
    /// Stores a verified passkey. Belongs in a transaction. Refuses with <c>TokenInvalid</c> for a session that has ended
    /// meanwhile, <c>PasskeyLimit</c>, or <c>PasskeyInvalid</c> for a credential id that is taken.
    /// </summary>
    public async Task<Result<OwnPasskey>> AddAsync(Passkey passkey, AuthenticatedCaller caller)
    {
        // Parallel requests wait here, so that the limit holds.
        if (!await waysIn.TryHoldAsync(caller.Session))
        {
            return AuthError.TokenInvalid;
        }

        if ((await passkeys.ListAsync(caller.Session.UserId, CancellationToken.None)).Count >= MaxPasskeys)
        {
            return AuthError.PasskeyLimit;
        }

        if (!await passkeys.TryAddAsync(passkey, CancellationToken.None))
        {
            return AuthError.PasskeyInvalid;
        }

        await notices.TellAsync(caller.Session.UserId, AccountChange.PasskeyAdded);
        await audit.WriteAsync(caller.Session.Event(AuditActions.PasskeyAdd), caller);
        return OwnPasskey.Of(passkey);
    }

    /// <summary>Gives one another name. Refuses with <c>InvalidParameter</c> for one that is not the caller's.</summary>
    public async Task<Result<Unit>> RenameAsync(string id, string name, AuthenticatedSession me, CancellationToken cancellationToken) =>
        await passkeys.TryRenameAsync(me.UserId, id, name.Trim(), cancellationToken) ? new Unit() : AuthError.InvalidParameter;

    /// <summary>
    /// Removes one. Belongs in a transaction. Refuses with <c>InvalidParameter</c> for one that is not the caller's, and with
    /// <c>LastWayIn</c> when nothing else would open the account.
    /// </summary>
    public async Task<Result<Unit>> RemoveAsync(string id, AuthenticatedCaller caller)
    {
        // Of two parallel requests the second waits here and sees what the first has left.
        if (!await waysIn.TryHoldAsync(caller.Session))
        {
            return AuthError.TokenInvalid;
        }

        if ((await passkeys.ListAsync(caller.Session.UserId, CancellationToken.None)).All(passkey => passkey.Id != id))
        {
            return AuthError.InvalidParameter;
        }

        var what = caller.Session.Event(AuditActions.PasskeyRemove);
        if (await waysIn.IsLastAsync(caller.Session.UserId))
        {
            await audit.WriteAsync(what with { Refused = AuditReasons.LastWayIn }, caller);
            return AuthError.LastWayIn;
        }

        await passkeys.TryRemoveAsync(caller.Session.UserId, id, CancellationToken.None);
        await notices.TellAsync(caller.Session.UserId, AccountChange.PasskeyRemoved);
        await audit.WriteAsync(what, caller);
        return new Unit();
    }
}

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">What it is renamed and removed by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="CreatedTime">When it was added, unix seconds.</param>
/// <param name="LastUsed">When it was last used, unix seconds.</param>
/// <param name="StepUp">Whether it proves the presence of an administrator: whether it was added on the admin surface.</param>
public sealed record OwnPasskey(string Id, string Name, long CreatedTime, long LastUsed, bool StepUp)
{
    internal static OwnPasskey Of(Passkey passkey) =>
        new(
            passkey.Id,
            passkey.Name,
            passkey.CreatedAt.ToUnixTimeSeconds(),
            passkey.LastUsedAt.ToUnixTimeSeconds(),
            passkey.Surface == Surface.Admin
        );
}
