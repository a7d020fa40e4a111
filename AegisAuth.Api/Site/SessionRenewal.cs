using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AegisAuth.Api.Site;

/// <summary>
/// Hands out a fresh token when the one of the request has less than an hour left. Runs after the action, so that a
/// logout is not followed by a new token: an ended session renews nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SessionRenewalAttribute : Attribute, IAsyncResultFilter
{
    private const string Header = "update-token";

    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (
            http.Features.Get<SessionToken>() is { } token
            && http.Features.Get<AuthenticatedSession>() is { } authenticated
            && await http
                .RequestServices.GetRequiredService<SessionService>()
                .RenewAsync(new AuthenticatedCaller(authenticated, http.Caller()))
                is { } fresh
        )
        {
            http.Response.Headers[Header] = fresh.Token;
            if (token.FromCookie)
            {
                SiteCookies.Write(http, fresh.Token, fresh.Session.ExpiresAt - fresh.Session.LastSeenAt);
            }
        }

        await next();
    }
}
