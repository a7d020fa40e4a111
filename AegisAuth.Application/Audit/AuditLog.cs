using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Application.Events;
using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>
/// The record of what happened. Written in the transaction of the thing itself: when the entry cannot be written,
/// the thing does not happen. <see cref="AuditSealer"/> seals it into the chain afterwards.
/// </summary>
public sealed class AuditLog(IAuditLogWriter entries, AuditSealingQueue queue, EventOutbox events, TimeProvider time)
{
    private const int SaltBytes = 16;

    // Negative and never the same twice: 40 random bits for this process, then a count, so that the entries of one
    // millisecond keep their order.
    private static long _unsealed = long.MinValue + (BitConverter.ToInt64([.. RandomNumberGenerator.GetBytes(5), 0, 0, 0]) << 22);

    /// <summary>Writes one entry, and notes for other programs what they are told of.</summary>
    public async Task WriteAsync(AuditEvent what, Caller caller)
    {
        queue.Note();
        await entries.AddAsync(Entry(what, caller), CancellationToken.None);
        foreach (var type in AuditedEvents.Of(what))
        {
            await events.AddAsync(type, what.Target);
        }
    }

    private AuditEntry Entry(AuditEvent what, Caller caller)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new()
        {
            Sequence = Interlocked.Increment(ref _unsealed),
            At = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            Action = what.Action,
            Actor = what.Actor,
            Target = what.Target,
            OrganisationId = what.OrganisationId,
            Outcome = what.Refused is null ? "success" : "refused",
            Reason = what.Refused ?? what.Detail,
            Address = caller.Address,
            UserAgent = caller.UserAgent,
            CorrelationId = caller.CorrelationId,
            OriginSalt = salt,
            OriginDigest = AuditEntry.ComputeOriginDigest(salt, caller.Address, caller.UserAgent),
            PreviousHash = AuditSealer.Unsealed,
            Hash = AuditSealer.Unsealed,
        };
    }
}

/// <summary>Something to be written to the audit log. Never holds what a client sent, except an id that has the form of one.</summary>
/// <param name="Action">What was done; one of <see cref="AuditActions"/>.</param>
public sealed record AuditEvent(string Action)
{
    /// <summary>What was done to a user; null where none was found.</summary>
    public static AuditEvent About(string action, User? user) =>
        new(action) { Target = user?.AegisSpeedId.ToString() ?? "", OrganisationId = user?.OrganisationId };

    /// <summary>The AegisSpeed id of the one who did it; empty for a stranger.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The AegisSpeed id it was done to; empty where there is none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The organisation of the target, or of the actor where there is no target.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>Why it was refused; null for a success.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the target was made by what is written here. Not stored.</summary>
    public bool MakesUser { get; init; }

    /// <summary>A word about a success, where there is something to say.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>What can be done: the words of the log.</summary>
public static class AuditActions
{
    /// <summary>A login at <c>/user/login/...</c>.</summary>
    public const string AdminLogin = "admin-login";

    /// <summary>A login at <c>/api/login</c>.</summary>
    public const string SiteLogin = "site-login";

    /// <summary>A user linked an external account to the own one.</summary>
    public const string IdentityLink = "identity-link";

    /// <summary>A user unlinked an external account from the own one.</summary>
    public const string IdentityUnlink = "identity-unlink";

    /// <summary>A user added a passkey to the own account.</summary>
    public const string PasskeyAdd = "passkey-add";

    /// <summary>A user removed a passkey from the own account.</summary>
    public const string PasskeyRemove = "passkey-remove";

    /// <summary>A user changed the own password.</summary>
    public const string PasswordChange = "password-change";

    /// <summary>A user ended the session that asked.</summary>
    public const string Logout = "logout";

    /// <summary>A program ended a login at <c>/oauth2/revoke</c>.</summary>
    public const string TokenRevoke = "token-revoke";

    /// <summary>A user ended other sessions of the own account.</summary>
    public const string SessionRevoke = "session-revoke";

    /// <summary>A signed-in user proved presence once more, for a dynamic secret.</summary>
    public const string StepUp = "step-up";

    /// <summary>A user asked for the key of an authenticator app.</summary>
    public const string TotpEnroll = "totp-enroll";

    /// <summary>A user confirmed the authenticator app: it counts from here on.</summary>
    public const string TotpConfirm = "totp-confirm";

    /// <summary>A user removed the authenticator app.</summary>
    public const string TotpRemove = "totp-remove";

    /// <summary>The first start made an administrator.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>An administrator looked at a list of accounts.</summary>
    public const string UserList = "user-list";

    /// <summary>An administrator looked at an account.</summary>
    public const string UserRead = "user-read";

    /// <summary>An administrator made an account.</summary>
    public const string UserCreate = "user-create";

    /// <summary>An administrator closed an account.</summary>
    public const string UserDisable = "user-disable";

    /// <summary>An administrator opened an account again.</summary>
    public const string UserEnable = "user-enable";

    /// <summary>An administrator ended the pauses of an account.</summary>
    public const string UserUnlock = "user-unlock";

    /// <summary>An administrator gave an account another role or organisation.</summary>
    public const string UserRole = "user-role";

    /// <summary>An administrator handed out a code for a new password.</summary>
    public const string PasswordResetStart = "password-reset-start";

    /// <summary>A user set a new password with a code from an administrator.</summary>
    public const string PasswordReset = "password-reset";

    /// <summary>An administrator ended every session of an account.</summary>
    public const string SessionsRevoke = "sessions-revoke";

    /// <summary>An administrator looked at the sessions of an account.</summary>
    public const string SessionsRead = "sessions-read";

    /// <summary>An administrator looked at what an account logs in with.</summary>
    public const string LoginsRead = "logins-read";

    /// <summary>An administrator took a passkey of an account away.</summary>
    public const string PasskeyRevoke = "passkey-revoke";

    /// <summary>An administrator took the authenticator app of an account away.</summary>
    public const string AuthenticatorReset = "authenticator-reset";

    /// <summary>An administrator looked at the organisations.</summary>
    public const string OrganisationList = "organisation-list";

    /// <summary>An administrator made an organisation.</summary>
    public const string OrganisationCreate = "organisation-create";

    /// <summary>An administrator gave an organisation another name.</summary>
    public const string OrganisationRename = "organisation-rename";

    /// <summary>An administrator took a part of the audit log out of the house.</summary>
    public const string AuditExport = "audit-export";

    /// <summary>An administrator looked at the audit log.</summary>
    public const string AuditRead = "audit-read";

    /// <summary>A stranger made an account.</summary>
    public const string Register = "register";

    /// <summary>A user changed details of the own account.</summary>
    public const string DetailChange = "detail-change";

    /// <summary>A code went to a contact that a user named.</summary>
    public const string ContactVerifyStart = "contact-verify-start";

    /// <summary>A user proved a contact.</summary>
    public const string ContactVerify = "contact-verify";

    /// <summary>A caller asked for a code that logs in by phone.</summary>
    public const string PhoneCodeAsk = "phone-code-ask";

    /// <summary>A caller asked for a password link by e-mail.</summary>
    public const string PasswordResetAsk = "password-reset-ask";

    /// <summary>A user asked for the end of the own account.</summary>
    public const string AccountClose = "account-close";

    /// <summary>A user took the closing of the own account back.</summary>
    public const string AccountReopen = "account-reopen";

    /// <summary>An account was erased: its time had come, or an administrator did it at once.</summary>
    public const string AccountErase = "account-erase";

    /// <summary>A user took a copy of what is held about the own account.</summary>
    public const string AccountCopy = "account-copy";

    /// <summary>The operator brought users from a file; one entry for each transaction.</summary>
    public const string UserImport = "user-import";

    /// <summary>The operator wrote every user into a file.</summary>
    public const string UserExport = "user-export";
}
