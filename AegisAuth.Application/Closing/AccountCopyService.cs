using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Closing;

/// <summary>Gives users a copy of all that is held about them (PIPL article 45, GDPR articles 15 and 20).</summary>
public sealed class AccountCopyService(
    IUserRepository users,
    IAccountCopyRepository rows,
    AuditSealer sealer,
    EventLimits limits,
    ISecretProtector protector,
    AuditLog audit,
    IMapper mapper,
    TimeProvider time
)
{
    /// <summary>The most lines of the audit log in a copy.</summary>
    public const int MaxLines = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>The key that counts the copies of an account.</summary>
    public static string LimitKey(AegisSpeedId account) => $"copy:{account}";

    /// <summary>Makes a copy. Refuses with <c>CopyTooSoon</c> within an hour of the one before, and with <c>TokenInvalid</c>.</summary>
    public async Task<Result<AccountCopy>> MakeAsync(AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.Session.UserId, cancellationToken) is not { Enabled: true } user)
        {
            return AuthError.TokenInvalid;
        }

        if ((await limits.TakeAsync(new EventLimit(LimitKey(user.AegisSpeedId), 1, Window))).IsRefused(out var refusal, out _))
        {
            return refusal with { Error = AuthError.CopyTooSoon };
        }

        await audit.WriteAsync(caller.Session.Event(AuditActions.AccountCopy), caller);
        // This line too, and in its place.
        await sealer.SealAsync(cancellationToken);
        var stored = await rows.ReadAsync(user, cancellationToken);
        var lines = await rows.ListLinesAsync(user.AegisSpeedId, MaxLines, cancellationToken);
        return new AccountCopy
        {
            MadeTime = time.GetUtcNow().ToUnixTimeSeconds(),
            Account = Copy(user, stored.Imported),
            Contacts = stored.Contacts,
            Logins = [.. stored.Logins.Select(Copy)],
            Sessions = [.. stored.Sessions.Select(Copy)],
            Authenticator = stored.Authenticator,
            Passkeys = stored.Passkeys,
            Codes = stored.Codes,
            FailedAttempts = stored.FailedAttempts,
            QueuedMails = stored.QueuedMails,
            Audit = [.. lines.Select(entry => Copy(entry, user))],
        };
    }

    // The owner must not count the lines of others; and another person's address is that person's.
    private AuditLine Copy(AuditEntry entry, User user)
    {
        var line = mapper.Map<AuditLine>(entry).WithoutSequence();
        return entry.Actor.Length == 0 || entry.Actor == user.AegisSpeedId.ToString() ? line : line.WithoutOrigin();
    }

    private CopiedAccount Copy(User user, bool imported) =>
        new()
        {
            Id = user.Id,
            AegisspeedId = user.AegisSpeedId.ToString(),
            UserName = user.UserName,
            Nickname = user.Nickname,
            RealName = user.RealName,
            Email = user.Email,
            Phone = user.Phone,
            AvatarUrl = user.AvatarUrl,
            ResidentId = MaskedResidentId(user),
            Role = RoleNames.Of(user.Role),
            OrganisationId = user.OrganisationId,
            HasPassword = user.PasswordHash is not null,
            PasswordChangedTime = user.PasswordChangedAt?.ToUnixTimeSeconds(),
            ParentId = user.ParentId,
            GroupId = user.GroupId,
            IsRetailer = user.IsRetailer,
            Balance = user.Balance,
            TotalReward = user.TotalReward,
            InviteCode = user.InviteCode,
            CreatedTime = user.CreatedAt.ToUnixTimeSeconds(),
            UpdatedTime = user.UpdatedAt.ToUnixTimeSeconds(),
            LastLogin = user.LastLoginAt?.ToUnixTimeSeconds(),
            ExpireTime = user.ExpiresAt?.ToUnixTimeSeconds(),
            Imported = imported,
        };

    private string MaskedResidentId(User user) =>
        user.ProtectedResidentId is { } text && ResidentId.TryParse(protector.Unprotect(SecretPurposes.ResidentId, text), out var number)
            ? number.Masked
            : "";

    private static CopiedLogin Copy(ExternalIdentity login) =>
        new(
            login.Provider,
            login.AppId,
            login.Subject,
            login.UnionId,
            login.DisplayName,
            login.CreatedAt.ToUnixTimeSeconds(),
            login.LastLoginAt.ToUnixTimeSeconds()
        );

    private static CopiedSession Copy(Session session) =>
        new(
            session.Id,
            SurfaceNames.Of(session.Surface),
            session.AuthenticationMethod,
            session.CreatedAt.ToUnixTimeSeconds(),
            session.LastSeenAt.ToUnixTimeSeconds(),
            session.ExpiresAt.ToUnixTimeSeconds(),
            session.Address,
            session.UserAgent
        );
}
