using System.Text.Json;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by a passkey. The account is the one that the passkey belongs to; none is made.</summary>
public sealed class PasskeyLogin(PasskeyVerifier verifier, IUserRepository users, SiteSignIn signIn, AuditLog audit, TimeProvider time)
{
    /// <summary>Options for a login from this browser. Refuses with <c>PlatformNotEnabled</c>.</summary>
    public async Task<Result<JsonElement>> BeginAsync(string browser, CancellationToken cancellationToken) =>
        Named(await verifier.BeginAsync(PasskeyPlace.Login(browser), userId: null, cancellationToken));

    /// <summary>
    /// Checks the passkey and opens a session. Refuses with <c>PlatformNotEnabled</c>, <c>TooManyAttempts</c>, <c>Busy</c>,
    /// <c>PasskeyInvalid</c>, or <c>WrongCredentials</c> for a disabled user.
    /// </summary>
    public async Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        // The answer to the options has set a cookie: without it there is no challenge that could be meant.
        string.IsNullOrEmpty(browser.Id)
            ? AuthError.PasskeyInvalid
            : Named(
                await verifier.CheckAsync(
                    request.Passkey,
                    PasskeyPlace.Login(browser.Id),
                    me: null,
                    AuditActions.SiteLogin,
                    caller,
                    user => OpenAsync(user, request, caller),
                    cancellationToken
                )
            );

    private static Result<T> Named<T>(Result<T> result) =>
        result.IsRefused(out var refusal, out _) && refusal.Error == AuthError.EndpointClosed ? AuthError.PlatformNotEnabled : result;

    private async Task<Result<SiteLoginSuccess>> OpenAsync(User user, SiteLoginRequest request, Caller caller)
    {
        var what = new AuditEvent(AuditActions.SiteLogin)
        {
            Target = user.AegisSpeedId.ToString(),
            OrganisationId = user.OrganisationId,
        };
        if (!user.Enabled)
        {
            await audit.WriteAsync(what with { Refused = AuditReasons.Disabled }, caller);
            return AuthError.WrongCredentials;
        }

        if (!await users.TryRecordLoginAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None))
        {
            // Disabled, or given another password, since the passkey was looked up. The challenge is spent: show it again.
            await audit.WriteAsync(what with { Refused = AuditReasons.PasskeyInvalid }, caller);
            return AuthError.PasskeyInvalid;
        }

        var success = await signIn.OpenAsync(user, AuthenticationMethods.Passkey, request.Remember == true, caller);
        await audit.WriteAsync(what with { Actor = what.Target, Detail = Platforms.Passkey }, caller);
        return success;
    }
}
