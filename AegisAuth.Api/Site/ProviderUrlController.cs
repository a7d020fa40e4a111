using AegisAuth.Api.Documentation;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The ways in.</summary>
[Route("api")]
public sealed class ProviderUrlController(AuthorizationRedirects pages) : SiteController
{
    /// <summary>List the ways in</summary>
    /// <remarks>
    /// `kind` is `password`, `mini` (a code from a mini program) or `redirect` (begins at `/api/{platform}/url`). Those
    /// with `enabled` false lack what they need in the configuration. Of `website`: `phone_code`, whether `POST /api/login/code`
    /// can send a code, `reset_mail`, whether `POST /api/password/reset` can send a mail, and `passkey`, whether passkeys log in.
    /// `demo_codes` of a mini program: the simulator hands out its codes (Development only).
    /// </remarks>
    [HttpGet("platforms")]
    [Success<IEnumerable<PlatformInfo>>]
    public IActionResult Platforms() => Success(pages.List());

    /// <summary>Begin a login on a provider's page</summary>
    /// <remarks>
    /// For `google`, `wechat`, `inwechat`, `qq` (Connect) and `alipay`. Send the browser to `data.url`; it comes back to
    /// the configured redirect URI with a code and the state, which both belong into `POST /api/login` within ten
    /// minutes, once, from the same browser (the answer sets a cookie).
    /// </remarks>
    /// <param name="platform" example="google">The platform.</param>
    /// <param name="state" example="swagger-example-state">Your own state: 8 to 128 of `A-Z a-z 0-9 - . _ ~`. Leave it out for 256 random bits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet("{platform}/url")]
    [Success<AuthorizationRedirect>]
    [Refuses(
        AuthError.UnknownPlatform,
        AuthError.PlatformNotEnabled,
        AuthError.InvalidParameter,
        AuthError.TooManyAttempts,
        AuthError.StateInvalid,
        AuthError.ProviderUnavailable
    )]
    public async Task<IActionResult> UrlAsync(string platform, [FromQuery] string? state, CancellationToken cancellationToken) =>
        Reply(await pages.BeginAsync(platform, state, BrowserBindingCookie.Renew(HttpContext), Caller, cancellationToken));
}
