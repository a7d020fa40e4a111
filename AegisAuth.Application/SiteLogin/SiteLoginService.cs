using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>The one login of <c>/api</c>: the platform decides which way it goes, the answer is the same for all.</summary>
public sealed class SiteLoginService(PasswordLogin passwords)
{
    /// <summary>Logs a site user in. Refuses with <c>UnknownPlatform</c>, or as the way of the platform does.</summary>
    public async Task<Result<SiteLoginSuccess>> LoginAsync(SiteLoginRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (Platforms.IsWebsite(request.Platform))
        {
            return await passwords.LoginAsync(request, caller, cancellationToken);
        }

        return Platforms.IsOutside(request.Platform!) ? AuthError.PlatformNotEnabled : AuthError.UnknownPlatform;
    }
}
