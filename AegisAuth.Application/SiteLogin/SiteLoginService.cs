using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Application.SiteLogin;

/// <summary>The one login of <c>/api</c>: the platform decides which way it goes, the answer is the same for all.</summary>
public sealed class SiteLoginService(
    PasswordLogin passwords,
    PhoneLogin phones,
    PasskeyLogin passkeys,
    ExternalLoginService providers,
    ServiceMetrics metrics
)
{
    /// <summary>Logs a site user in. Refuses with <c>UnknownPlatform</c>, or as the way of the platform does.</summary>
    public Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    ) => LoginAsync(request, reopen: false, browser, caller, cancellationToken);

    /// <summary>
    /// Takes the closing of the own account back, by the same proof as a login, and logs in. An account that is open is only
    /// logged in to; where the proof has none, none is made. Refuses as <see cref="LoginAsync(SiteLoginRequest, BrowserBinding, Caller, CancellationToken)"/> does.
    /// </summary>
    public Task<Result<SiteLoginSuccess>> ReopenAsync(
        SiteLoginRequest request,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    ) => LoginAsync(request, reopen: true, browser, caller, cancellationToken);

    private Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        bool reopen,
        BrowserBinding browser,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        request.IsByPhone ? metrics.SiteLoginAsync("phone", () => phones.LoginAsync(request, reopen, caller, cancellationToken))
        : Platforms.IsWebsite(request.Platform)
            ? metrics.SiteLoginAsync(Platforms.Website, () => passwords.LoginAsync(request, reopen, caller, cancellationToken))
        : request.Platform == Platforms.Passkey
            ? metrics.SiteLoginAsync(Platforms.Passkey, () => passkeys.LoginAsync(request, reopen, browser, caller, cancellationToken))
        : metrics.SiteLoginAsync(request.Platform!, () => providers.LoginAsync(request, reopen, browser, caller, cancellationToken));
}
