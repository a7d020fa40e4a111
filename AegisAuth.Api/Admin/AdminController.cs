using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>What the controllers of <c>/user</c> share: a result becomes an answer.</summary>
[ApiController]
[Produces("application/json")]
public abstract class AdminController : ControllerBase
{
    private protected Caller Caller => HttpContext.Caller();

    private protected AuthenticatedCaller AuthenticatedCaller => HttpContext.AuthenticatedCaller();

    private protected static IActionResult Changed<T>(Result<T> result) => Reply(result, AdminEnvelope.Changed);

    private protected static IActionResult Read<T>(Result<T> result) => Reply(result, AdminEnvelope.Read);

    private static IActionResult Reply<T>(Result<T> result, string words) =>
        result.Match<IActionResult>(
            value => value is Unit ? Success(new NoData(), words) : Success(value, words),
            refusal => new RefusalResult(refusal)
        );

    private static JsonAnswer<AdminEnvelope<TData>> Success<TData>(TData data, string words) =>
        new(new AdminEnvelope<TData>(StatusCodes.Status200OK, AdminEnvelope.SuccessCode, words, data));
}
