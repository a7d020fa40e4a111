using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Where the login page may send a browser.</summary>
[Route("api/return")]
public sealed class ReturnController(ReturnOrigins origins) : SiteController
{
    /// <summary>Judge a way back</summary>
    /// <remarks>
    /// `next` of the answer is the address to go to after the login, or null where its origin is not one of
    /// `Site:ReturnOrigins`. The login page asks this before it follows its own `?next=`.
    /// </remarks>
    /// <param name="next" example="https://app.example.com/x">The address that was asked for.</param>
    [HttpGet]
    [SuccessExample<ReturnAnswer>("""{"next":null}""")]
    public IActionResult Judge([FromQuery] string? next) => Success(new ReturnAnswer(origins.Accept(next)));
}

/// <summary>A judged way back.</summary>
/// <param name="Next">Where to go; null: nowhere but the dashboard.</param>
public sealed record ReturnAnswer(string? Next);
