using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Messages;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>The external accounts that log in to the own account: listed, linked, unlinked.</summary>
public sealed class LinkedAccountService(
    IExternalIdentityRepository identities,
    WaysIn waysIn,
    AccountLinker linker,
    ExternalLoginVerifier verifier,
    Reauthentication owner,
    AccountNotices notices,
    AuditLog audit,
    IUnitOfWork unitOfWork
)
{
    /// <summary>The linked accounts, the oldest first.</summary>
    public async Task<IReadOnlyList<LinkedAccount>> ListAsync(AuthenticatedSession me, CancellationToken cancellationToken) =>
        [.. (await identities.ListAsync(me.UserId, cancellationToken)).Select(LinkedAccount.Of)];

    /// <summary>
    /// Links one more. Refuses with <c>IdentityTaken</c> where it logs in another user, with <c>TokenInvalid</c> for a session
    /// that has ended meanwhile, as <see cref="Reauthentication"/>
    /// does, and as <see cref="ExternalLoginVerifier"/> does.
    /// </summary>
    public async Task<Result<Unit>> LinkAsync(
        ExternalLogin login,
        string? password,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        // Before the code is spent: it works once.
        var proof = await owner.CheckAsync(password, AuditActions.IdentityLink, caller, cancellationToken);
        if (proof.IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var what = caller.Session.Event(AuditActions.IdentityLink);
        return await verifier.CheckAsync(login, what, caller, proven => LinkAsync(proven, what, caller), cancellationToken);
    }

    /// <summary>
    /// Unlinks one. Refuses with <c>InvalidParameter</c> for one that is not the user's own, with <c>LastWayIn</c> when
    /// no password, no other account and no passkey would be left, and as <see cref="Reauthentication"/> does.
    /// </summary>
    public async Task<Result<Unit>> UnlinkAsync(UnlinkRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        var proof = await owner.CheckAsync(request.Password, AuditActions.IdentityUnlink, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _)
            ? refusal
            : await unitOfWork.RunAsync(() => UnlinkAsync(request, caller), cancellationToken);
    }

    private Task<Result<Unit>> LinkAsync(ProvenAccount proven, AuditEvent what, AuthenticatedCaller caller) =>
        proven.Attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Success,
            async () =>
            {
                if (!await waysIn.TryHoldAsync(caller.Session))
                {
                    return AuthError.TokenInvalid;
                }

                var linked = await linker.LinkAsync(proven.Account, caller.Session.UserId);
                var taken = linked.IsRefused(out _, out _);
                if (!taken)
                {
                    await notices.TellAsync(caller.Session.UserId, AccountChange.Linked);
                }

                await audit.WriteAsync(
                    taken ? what with { Refused = AuditReasons.IdentityTaken } : what with { Detail = proven.Account.Provider },
                    caller
                );
                return linked;
            }
        );

    private async Task<Result<Unit>> UnlinkAsync(UnlinkRequest request, AuthenticatedCaller caller)
    {
        // Of two parallel requests the second waits here and sees what the first has left.
        if (!await waysIn.TryHoldAsync(caller.Session))
        {
            return AuthError.TokenInvalid;
        }

        var mine = await identities.ListAsync(caller.Session.UserId, CancellationToken.None);
        if (mine.FirstOrDefault(identity => identity.Id == request.Id && identity.Provider == request.Provider) is not { } leaving)
        {
            return AuthError.InvalidParameter;
        }

        var what = caller.Session.Event(AuditActions.IdentityUnlink);
        if (await waysIn.IsLastAsync(caller.Session.UserId))
        {
            await audit.WriteAsync(what with { Refused = AuditReasons.LastWayIn }, caller);
            return AuthError.LastWayIn;
        }

        await identities.TryRemoveAsync(leaving, CancellationToken.None);
        await notices.TellAsync(caller.Session.UserId, AccountChange.Unlinked);
        await audit.WriteAsync(what with { Detail = leaving.Provider }, caller);
        return new Unit();
    }
}

/// <summary>A linked account as its owner sees it.</summary>
/// <param name="Id">What it is unlinked by.</param>
/// <param name="Provider">The platform.</param>
/// <param name="DisplayName">The name it has there, where the provider tells.</param>
/// <param name="CreatedTime">When it was linked, unix seconds.</param>
/// <param name="LastLogin">When it was last used, unix seconds.</param>
public sealed record LinkedAccount(string Id, string Provider, string DisplayName, long CreatedTime, long LastLogin)
{
    internal static LinkedAccount Of(ExternalIdentity identity) =>
        new(
            identity.Id,
            identity.Provider,
            identity.DisplayName,
            identity.CreatedAt.ToUnixTimeSeconds(),
            identity.LastLoginAt.ToUnixTimeSeconds()
        );
}

/// <summary>The body of an unlinking.</summary>
public sealed class UnlinkRequest
{
    /// <summary>The platform.</summary>
    /// <example>google</example>
    public string? Provider { get; init; }

    /// <summary>The id from the list.</summary>
    public string? Id { get; init; }

    /// <summary>The password; not needed within ten minutes of a login.</summary>
    public string? Password { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(UnlinkRequest);
}
