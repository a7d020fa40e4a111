using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.AdminLogin;

/// <summary>The admin login over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AdminLoginTests(Engine engine) : EngineTests(engine)
{
    [Test]
    public async Task Login_RightPassword_OpensASessionThatStillNeedsASecret()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        using var info = await client.SendAsync(HttpMethod.Get, "/user/info/get_admin_info", token);

        Assert.That(
            await info.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":401,"code":"10004","result":"动态密令已过期或无效","data":{}}""")
        );
    }
}
