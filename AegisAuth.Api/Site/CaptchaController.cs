using System.Text.Json.Serialization;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Captcha;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Captchas.</summary>
[Route("api/captcha")]
public sealed class CaptchaController(CaptchaService captchas) : SiteController
{
    /// <summary>Get a captcha, where the next request needs one</summary>
    /// <remarks>
    /// `captcha_off` true: no captcha is needed. Else show the picture `captcha` and send `captcha_id` and what it says
    /// with the request, within five minutes and from the same address; letter case does not matter, and each captcha can
    /// be used once, for the purpose it was fetched for.
    /// </remarks>
    /// <param name="purpose" example="login">What it is for: `login` (also when left out), `register`, `code`, `reset`.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet]
    [AcceptSession(Surface.Site)]
    [AllowBeforePasswordChange]
    [SuccessExample<CaptchaData>("""{"captcha_off":true}""")]
    [Refuses(AuthError.InvalidParameter, AuthError.TooManyAttempts)]
    public async Task<IActionResult> GetAsync([FromQuery] string? purpose, CancellationToken cancellationToken) =>
        Reply((await captchas.DrawAsync(purpose, Caller, cancellationToken)).Select(CaptchaData.Of));
}

/// <summary>A captcha as the page gets it.</summary>
public sealed record CaptchaData
{
    private const string DataUrl = "data:image/png;base64,";

    /// <summary>True: no captcha is needed, and none is here.</summary>
    public required bool CaptchaOff { get; init; }

    /// <summary>To be sent with the login.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CaptchaId { get; init; }

    /// <summary>The picture as a data URL (RFC 2397).</summary>
    /// <example>data:image/png;base64,iVBORw0KGgo=</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Captcha { get; init; }

    internal static CaptchaData Of(DrawnCaptcha drawn) =>
        drawn == DrawnCaptcha.None
            ? new CaptchaData { CaptchaOff = true }
            : new CaptchaData
            {
                CaptchaOff = false,
                CaptchaId = drawn.Id,
                Captcha = DataUrl + Convert.ToBase64String(drawn.Png),
            };
}
