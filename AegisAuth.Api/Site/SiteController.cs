using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.SiteLogin;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>What the controllers of <c>/api</c> share: a result becomes an answer.</summary>
[ApiController]
[Produces("application/json")]
public abstract class SiteController : ControllerBase
{
    private protected Caller Caller => HttpContext.Caller();

    /// <summary>Who logs in: the session that came along is replaced.</summary>
    private protected Caller LoginCaller => Caller with { PresentedToken = SiteTokenReader.TokenOf(Request)?.Value };

    private protected IActionResult Reply<T>(Result<T> result) =>
        result.Match<IActionResult>(value => Success(value is Unit ? null : value), refusal => new RefusalResult(refusal));

    /// <summary>The answer to a login, with the cookie beside the token.</summary>
    private protected IActionResult LoggedIn(Result<SiteLoginSuccess> result)
    {
        if (!result.IsRefused(out _, out var success))
        {
            HttpContext.Identify(success.AegisSpeedId);
            SiteCookies.Write(HttpContext, success.User.Token, success.Lifetime);
        }

        return Reply(result.Select(login => login.User));
    }

    private protected IActionResult Success(object? data) => Ok(new SiteEnvelope(SiteEnvelope.SuccessCode, "", data));
}
