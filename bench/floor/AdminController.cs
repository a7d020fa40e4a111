using Microsoft.AspNetCore.Mvc;

namespace Floor;

/// <summary>A bare controller that returns what the floor returns.</summary>
[ApiController]
[Route("mvc")]
public sealed class AdminController : ControllerBase
{
    [HttpGet]
    public IActionResult Get() => Ok(new Answer(200, "10000", "获取成功", new Admin("ASD000001", "Admin")));
}
