using AegisAuth.Application.Audit;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by an external account.</summary>
public sealed class ExternalLoginService(
    ExternalLoginVerifier verifier,
    AccountLinker linker,
    IUserRepository users,
    SiteSessionIssuer signIn,
    ReturningOwner returning,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Proves the external account and opens a session of 30 days for its user, who is made if there is none. Refuses as
    /// <see cref="ExternalLoginVerifier"/> does, with <c>WrongCredentials</c> for a disabled user, and with
    /// <c>AccountClosing</c> as <see cref="ReturningOwner"/> says. To reopen an account makes none.
    /// </summary>
    public Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        bool reopen,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var login = ExternalLoginOf.Request(request, browser);
        var hints = new ProfileHints(request.NickName, request.Avatar, request.InviteId);
        return verifier.CheckAsync(
            login,
            new AuditEvent(AuditActions.SiteLogin),
            caller,
            proven => OpenAsync(login, proven, hints, reopen, caller),
            cancellationToken
        );
    }

    private Task<Result<SiteLoginSuccess>> OpenAsync(
        ExternalLogin login,
        ProvenAccount proven,
        ProfileHints hints,
        bool reopen,
        Caller caller
    ) =>
        proven.Attempt.SettleAsync<Result<SiteLoginSuccess>>(
            // The code was right, for any user.
            AttemptOutcome.Success,
            async () =>
            {
                var newcomer = reopen ? null : hints;
                var found = await linker.FindOrCreateAsync(proven.Account, newcomer);
                if (found is { User.ClosesAt: not null })
                {
                    if ((await returning.MeetAsync(found.User, reopen, Event(found.User), caller)).IsRefused(out var closing, out _))
                    {
                        return closing;
                    }

                    // Reopened, or erased: then no user has the external account.
                    found = await linker.FindOrCreateAsync(proven.Account, newcomer);
                }

                if (found is not { User: var user, How: var how })
                {
                    await audit.WriteAsync(Event(user: null) with { Refused = AuditReasons.UnknownUser }, caller);
                    return AuthError.WrongCredentials;
                }

                var what = Event(user);
                if (!user.Enabled)
                {
                    await audit.WriteAsync(what with { Refused = AuditReasons.Disabled }, caller);
                    return AuthError.WrongCredentials;
                }

                if (!await users.TryRecordLoginAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None))
                {
                    // Disabled, or given another password, between reading and writing: look again.
                    throw new ConcurrencyConflictException();
                }

                var success = await signIn.OpenAsync(user, login.Platform, remember: true, caller);
                await audit.WriteAsync(
                    what with
                    {
                        Actor = what.Target,
                        Detail = $"{proven.Account.Provider} {how}",
                        MakesUser = how == LinkedBy.NewAccount,
                    },
                    caller
                );
                return success;
            }
        );

    private static AuditEvent Event(User? user) => AuditEvent.About(AuditActions.SiteLogin, user);
}

/// <summary>What of a login request is for the provider.</summary>
public static class ExternalLoginOf
{
    /// <summary>The code, what belongs to it, the state and the browser.</summary>
    public static ExternalLogin Request(SiteLoginRequest request, BrowserBinding browser) =>
        new()
        {
            Platform = request.Platform ?? "",
            State = request.State,
            Browser = browser,
            Login = new ProviderCredential
            {
                Code = request.Code ?? "",
                PhoneCode = request.PhoneCode,
                AnonymousCode = request.AnonymousCode,
                Issuer = request.Issuer,
                EncryptedData = request.EncryptedData,
                Iv = request.Iv,
                Signature = request.Signature,
                RawData = request.RawData,
            },
        };
}
