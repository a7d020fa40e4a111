using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>Admin info.</summary>
[Route("user/info")]
public sealed class AdminInfoController : AdminController
{
    /// <summary>Tell the signed-in administrator their own ID and name</summary>
    /// <remarks>Needs a session that holds a dynamic secret; see `get_secret_admin_password`.</remarks>
    [HttpGet("get_admin_info")]
    [RequireSession(Surface.Admin)]
    [RequireDynamicSecret]
    [FaultResult("获取管理员信息失败,服务器内部错误")]
    [SuccessExample<AdminInfo>("""{"admin_AegisSpeed_id":"ASD000001","admin_nickname":"Admin"}""")]
    public IActionResult Get()
    {
        var me = HttpContext.AuthenticatedSession();
        return Read<AdminInfo>(new AdminInfo(me.AegisSpeedId.ToString(), me.Nickname));
    }
}

/// <summary>The administrator behind the token.</summary>
/// <param name="AdminAegisSpeedId">The nine-character id.</param>
/// <param name="AdminNickname">The name to show.</param>
public sealed record AdminInfo(
    [property: System.Text.Json.Serialization.JsonPropertyName("admin_AegisSpeed_id")] string AdminAegisSpeedId,
    string AdminNickname
);
