using AegisAuth.Application.Audit;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by a passkey. The account is the one that the passkey belongs to; none is made.</summary>
public sealed class PasskeyLogin(
    PasskeyVerifier verifier,
    IUserRepository users,
    SiteSessionIssuer signIn,
    ReturningOwner returning,
    StartedRequests started,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>Options for a login from this browser. Refuses with <c>PlatformNotEnabled</c> or <c>TooManyAttempts</c>.</summary>
    public async Task<Result<PasskeyRequestOptions>> BeginAsync(string browser, Caller caller, CancellationToken cancellationToken) =>
        // Each stores a row for five minutes, for a caller that has proven nothing.
        (await started.TakeLoginAsync(caller)).IsRefused(out var refusal, out _)
            ? refusal
            : Named(await verifier.BeginAsync(PasskeyPlace.Login(browser), me: null, cancellationToken));

    /// <summary>
    /// Checks the passkey and opens a session. Refuses with <c>PlatformNotEnabled</c>, <c>TooManyAttempts</c>, <c>Busy</c>,
    /// <c>PasskeyInvalid</c>, <c>WrongCredentials</c> for a disabled user, and with <c>AccountClosing</c> as
    /// <see cref="ReturningOwner"/> says.
    /// </summary>
    public async Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        bool reopen,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        // The answer to the options has set a cookie: without it there is no challenge that could be meant.
        string.IsNullOrEmpty(browser.Id)
            ? AuthError.PasskeyInvalid
            : Named(
                await verifier.CheckAsync(
                    new PasskeyAttempt(request.Passkey, PasskeyPlace.Login(browser.Id), Session: null, AuditActions.SiteLogin),
                    caller,
                    user => OpenAsync(user, request, reopen, caller),
                    cancellationToken
                )
            );

    private static Result<T> Named<T>(Result<T> result) =>
        result.IsRefused(out var refusal, out _) && refusal.Error == AuthError.EndpointClosed ? AuthError.PlatformNotEnabled : result;

    private async Task<Result<SiteLoginSuccess>> OpenAsync(User owner, SiteLoginRequest request, bool reopen, Caller caller)
    {
        // Read again: the transaction may be tried more than once.
        var user = await users.FindAsync(owner.Id, CancellationToken.None);
        if (user is { ClosesAt: not null })
        {
            if ((await returning.MeetAsync(user, reopen, Login(user), caller)).IsRefused(out var closing, out _))
            {
                return closing;
            }

            // Reopened, or erased: then the row is disabled.
            user = await users.FindAsync(owner.Id, CancellationToken.None);
        }

        if (user is not { Enabled: true })
        {
            await audit.WriteAsync(Login(user) with { Refused = AuditReasons.Disabled }, caller);
            return AuthError.WrongCredentials;
        }

        if (!await users.TryRecordLoginAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None))
        {
            // Disabled, or given another password, between reading and writing: look again.
            throw new ConcurrencyConflictException();
        }

        var success = await signIn.OpenAsync(user, AuthenticationMethods.Passkey, request.Remember == true, caller);
        var what = Login(user);
        await audit.WriteAsync(what with { Actor = what.Target, Detail = Platforms.Passkey }, caller);
        return success;
    }

    private static AuditEvent Login(User? user) => AuditEvent.About(AuditActions.SiteLogin, user);
}
