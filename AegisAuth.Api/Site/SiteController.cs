using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.SiteLogin;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>What the controllers of <c>/api</c> share: a result becomes an answer.</summary>
[ApiController]
[Produces("application/json")]
[SessionRenewal]
public abstract class SiteController : ControllerBase
{
    private protected Caller Caller => HttpContext.Caller();

    private protected AuthenticatedCaller AuthenticatedCaller => HttpContext.AuthenticatedCaller();

    /// <summary>Who logs in: the session that came along is replaced.</summary>
    private protected Caller LoginCaller => Caller with { PresentedToken = SiteTokenReader.TokenOf(Request)?.Value };

    private protected static IActionResult Reply<TData>(Result<TData> result)
        where TData : class => result.Match<IActionResult>(Success, refusal => new RefusalResult(refusal));

    /// <summary>The answer of an endpoint whose success brings nothing.</summary>
    private protected static IActionResult Reply(Result<Unit> result) =>
        result.Match<IActionResult>(
            _ => new JsonAnswer<SiteEnvelope>(new SiteEnvelope(SiteEnvelope.SuccessCode, "")),
            refusal => new RefusalResult(refusal)
        );

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

    private protected static IActionResult Success<TData>(TData data)
        where TData : class => new JsonAnswer<SiteEnvelope<TData>>(new SiteEnvelope<TData>(SiteEnvelope.SuccessCode, "", data));
}
