using AegisAuth.Application.Providers;

namespace AegisAuth.Application.SiteLogin;

/// <summary>The one login of <c>/api</c>: the platform decides which way it goes, the answer is the same for all.</summary>
public sealed class SiteLoginService(PasswordLogin passwords, ProviderLoginService providers)
{
    /// <summary>Logs a site user in. Refuses with <c>UnknownPlatform</c>, or as the way of the platform does.</summary>
    public Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        LoginBrowser browser,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        Platforms.IsWebsite(request.Platform)
            ? passwords.LoginAsync(request, caller, cancellationToken)
            : providers.LoginAsync(request, browser, caller, cancellationToken);
}
