using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.AdminLogin;

/// <summary>Logs administrators in by their AegisSpeed id and password.</summary>
public sealed class AdminLoginService(
    IUserRepository users,
    PasswordAuthenticator passwords,
    SessionService sessions,
    SessionReplacement replacement,
    AuditLog audit,
    ISecretProtector protector,
    IOptions<LoginOptions> options,
    ServiceMetrics metrics
)
{
    /// <summary>
    /// Checks the password under the throttle and opens an admin session. Refuses with <c>Busy</c>, <c>TooManyAttempts</c>,
    /// <c>UserNotFound</c>, <c>WrongCredentials</c> or <c>NotAdmin</c>.
    /// </summary>
    public Task<Result<AdminLoginSuccess>> LoginAsync(AdminLoginRequest request, Caller caller, CancellationToken cancellationToken) =>
        metrics.AdminLoginAsync(() => CheckAsync(request, caller, cancellationToken));

    private Task<Result<AdminLoginSuccess>> CheckAsync(AdminLoginRequest request, Caller caller, CancellationToken cancellationToken)
    {
        // Unknown ids are counted too.
        var id = AegisSpeedId.Parse(request.AegisSpeedId!);
        var subject = new PasswordSubject(AttemptKeys.Account(id), () => users.FindAsync(id, CancellationToken.None));
        return passwords.CheckAsync(
            new PasswordAttempt<AdminLoginSuccess>
            {
                Password = request.Password!,
                IsLogin = true,
                IdentifyAsync = _ => Task.FromResult<Result<PasswordSubject>>(subject),
                Judge = Judge,
                RefuseAsync = (user, why) => RefuseAsync(id, user, why, caller),
                AcceptAsync = (user, _) => Task.FromResult<Func<Task<Result<AdminLoginSuccess>>>>(() => OpenAsync(user, caller)),
            },
            caller,
            cancellationToken
        );
    }

    // The role comes last: the answer tells of it only after the password is right. Where the answer does not tell a right
    // password from a wrong one, the count must not tell it either.
    private PasswordDenial? Judge(User? user, bool right) =>
        user switch
        {
            null => new PasswordDenial(AuditReasons.UnknownUser),
            _ when !right => new PasswordDenial(AuditReasons.WrongPassword),
            { Enabled: false } => new PasswordDenial(AuditReasons.Disabled),
            _ when RoleRules.MayUseAdminLogin(user.Role) => null,
            _ when options.Value.RevealAccountState => new PasswordDenial(AuditReasons.NotAdmin, AttemptOutcome.Success),
            _ => new PasswordDenial(AuditReasons.NotAdmin),
        };

    private async Task<Result<AdminLoginSuccess>> RefuseAsync(AegisSpeedId id, User? user, string why, Caller caller)
    {
        await audit.WriteAsync(
            new AuditEvent(AuditActions.AdminLogin)
            {
                Target = id.ToString(),
                OrganisationId = user?.OrganisationId,
                Refused = why,
            },
            caller
        );
        var reveal = options.Value.RevealAccountState;
        return why switch
        {
            AuditReasons.UnknownUser when reveal => AuthError.UserNotFound,
            AuditReasons.NotAdmin when reveal => AuthError.NotAdmin,
            _ => AuthError.WrongCredentials,
        };
    }

    private async Task<Result<AdminLoginSuccess>> OpenAsync(User user, Caller caller)
    {
        await replacement.EndEarlierAsync(Surface.Admin, caller);
        var opened = await sessions.OpenAsync(user, Surface.Admin, AuthenticationMethods.Password, remember: false, caller);
        await audit.WriteAsync(
            new AuditEvent(AuditActions.AdminLogin)
            {
                Actor = user.AegisSpeedId.ToString(),
                Target = user.AegisSpeedId.ToString(),
                OrganisationId = user.OrganisationId,
            },
            caller
        );
        return new AdminLoginSuccess(user.AegisSpeedId, opened.Token, MaskedResidentId(user));
    }

    private string MaskedResidentId(User user) =>
        user.ProtectedResidentId is { } text && ResidentId.TryParse(protector.Unprotect(SecretPurposes.ResidentId, text), out var number)
            ? number.Masked
            : "";
}

/// <summary>A completed admin login.</summary>
/// <param name="AegisSpeedId">Who it is.</param>
/// <param name="Token">The only copy of the token.</param>
/// <param name="MaskedResidentId">The resident number, first three and last four characters kept; empty where none is known.</param>
public sealed record AdminLoginSuccess(AegisSpeedId AegisSpeedId, string Token, string MaskedResidentId)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(AdminLoginSuccess);
}
