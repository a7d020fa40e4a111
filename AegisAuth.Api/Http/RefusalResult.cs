using AegisAuth.Application.Common;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Http;

/// <summary>A refusal, said in the envelope of the request's path.</summary>
internal sealed class RefusalResult(Refusal refusal) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => Protocols.RefuseAsync(context.HttpContext, refusal);
}
