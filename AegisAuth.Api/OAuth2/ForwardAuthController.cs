using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Introspection;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.OAuth2;

/// <summary>What reverse proxies ask before they let a request through.</summary>
[ApiController]
[Route("forward-auth")]
public sealed class ForwardAuthController(SessionFinder sessions, ReturnOrigins origins, IConfiguration configuration) : ControllerBase
{
    private const string Site = "site";
    private const string Admin = "admin";

    // Header and cookie are read alike for both surfaces.
    private IEnumerable<ISessionTokenReader> Readers => HttpContext.RequestServices.GetServices<ISessionTokenReader>();

    /// <summary>May this request pass?</summary>
    /// <remarks>
    /// For nginx `auth_request`, Traefik, Caddy, Envoy, APISIX. The token comes in `Authorization: Bearer`, the header `token`
    /// or the cookie `token`. 200 with `Remote-User`, `Remote-Groups` and `Remote-Name`, 401 without a live session, 403 where
    /// none of the roles fits. All three headers are always there, empty where nothing is known: copy them all, so that a
    /// client's own never survive. With `redirect=1` a browser without a session is sent to the login page instead.
    /// </remarks>
    /// <param name="surface">Whose tokens count: `site` or `admin`.</param>
    /// <param name="role">`super-admin`, `admin` or `organisation-admin`; any of them will do.</param>
    /// <param name="redirect">`1`: send a browser without a session to the login page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet]
    [HttpHead]
    [TokenOf(Surface.Site)]
    [Success]
    [Refuses(AuthError.TokenInvalid, AuthError.Forbidden, AuthError.InvalidParameter)]
    public async Task<IActionResult> CheckAsync(
        [FromQuery] string? surface,
        [FromQuery] string[]? role,
        [FromQuery] string? redirect,
        CancellationToken cancellationToken
    )
    {
        if ((surface ?? Site) is not (Site or Admin) || !(role ?? []).All(RoleWords.IsKnown))
        {
            return new RefusalResult(new Refusal(AuthError.InvalidParameter));
        }

        var token = Readers.Single(reader => reader.Surface == Surface.Site).Read(Request)?.Value;
        Surface[] surfaces = [surface == Admin ? Surface.Admin : Surface.Site];
        if (token is null || await sessions.FindForProgramAsync(token, surfaces, cancellationToken) is not { } session)
        {
            return redirect == "1" && ForwardedTarget.LoginUrl(HttpContext, origins, configuration) is { } login
                ? Redirect(login)
                : new RefusalResult(new Refusal(AuthError.TokenInvalid));
        }

        HttpContext.Identify(session.AegisSpeedId);
        if (role is { Length: > 0 } && !role.Contains(RoleWords.Of(session.Role)))
        {
            return new RefusalResult(new Refusal(AuthError.Forbidden));
        }

        Response.Headers[RemoteUser.Id] = session.AegisSpeedId.ToString();
        Response.Headers[RemoteUser.Groups] = RoleWords.Of(session.Role);
        Response.Headers[RemoteUser.Name] = Uri.EscapeDataString(session.Nickname);
        return new EmptyResult();
    }
}

/// <summary>The headers in which a proxy hands on who it is.</summary>
internal static class RemoteUser
{
    public const string Id = "Remote-User";
    public const string Groups = "Remote-Groups";
    public const string Name = "Remote-Name";

    public static void Clear(HttpResponse response)
    {
        response.Headers[Id] = "";
        response.Headers[Groups] = "";
        response.Headers[Name] = "";
    }
}
