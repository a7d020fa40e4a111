using System.Net;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Throttling;

/// <summary>A clock that ran a year ahead and came back: nothing ends later than now plus its longest.</summary>
[TestFixture]
internal sealed class ClockJumpTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Test]
    public async Task Pause_BegunInTheFuture_EndsWithinTheLongestPause()
    {
        var (app, client) = Ahead();
        await using var owned = app;
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.WrongPassword);
        }

        await using var back = TestApp.CreateOn(app).Start();
        using var now = back.Client();
        using var paused = await now.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        Assert.That(paused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(paused.Headers.RetryAfter!.Delta, Is.LessThanOrEqualTo(TimeSpan.FromHours(1)));

        // Its end stands: it does not move on with each look.
        back.Time.Advance(TimeSpan.FromHours(1));
        await now.AdminTokenAsync(Some.SuperAdmin);
    }

    [Test]
    public async Task Login_InTheFuture_IsNotFresh()
    {
        var (app, client) = Ahead();
        await using var owned = app;
        var token = await client.SiteTokenAsync();

        await using var back = TestApp.CreateOn(app).Start();
        using var now = back.Client();
        using var response = await now.SendAsync(HttpMethod.Post, "/api/user/detail", token, new { email = "new@example.com" });
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("请重新登录或输入密码"));
    }

    private static (TestApp App, HttpClient Client) Ahead()
    {
        var app = TestApp.Started();
        app.Time.Advance(Year);
        return (app, app.Client());
    }
}
