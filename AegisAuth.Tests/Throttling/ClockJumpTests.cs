using System.Net;
using System.Net.Http.Json;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
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

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
        using var now = back.Client();
        using var response = await now.SendAsync(HttpMethod.Post, "/api/user/detail", token, new { email = "new@example.com" });
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("请重新登录或输入密码"));
    }

    [TestCase(365, false)]
    [TestCase(0, true)]
    public async Task Captcha_DrawnInTheFuture_IsVoid(int days, bool passes)
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var now = app.Time.GetUtcNow();
        var (id, text) = (RandomSecret.Create(), CaptchaText.New());
        var captcha = new StoredCaptcha
        {
            IdHash = RandomSecret.Hash(id),
            Answer = text,
            Purpose = CaptchaPurpose.Login.Word(),
            Network = "127.0.0.1",
            ExpiresAt = now + TimeSpan.FromDays(days) + TimeSpan.FromMinutes(5),
        };
        await scope.ServiceProvider.GetRequiredService<ICaptchaRepository>().AddAsync(captcha, now, CancellationToken.None);

        var passed = await scope
            .ServiceProvider.GetRequiredService<CaptchaService>()
            .PassAsync(CaptchaPurpose.Login, new CaptchaAnswer(id, text), new ThrottleStatus(0, 0, null), new Caller("127.0.0.1", "", ""));

        Assert.That(passed, Is.EqualTo(passes));
    }

    [Test]
    public async Task Limit_ReachedInTheFuture_IsVoid()
    {
        var (app, client) = Ahead();
        await using var owned = app;
        client.Dispose();
        var limit = new EventLimit("event:test", 1, TimeSpan.FromHours(1));
        Assert.That(await TakeAsync(app, limit), Is.True);
        Assert.That(await TakeAsync(app, limit), Is.False);

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
        Assert.That(await TakeAsync(back, limit), Is.True);
        Assert.That(await TakeAsync(back, limit), Is.False);
    }

    [Test]
    public async Task KeptAnswer_OfTheFuture_FreesItsKey()
    {
        var (app, client) = Ahead();
        await using var owned = app;
        using var kept = await LoginAsync(client, Some.WrongPassword);

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
        using var now = back.Client();
        using var login = await LoginAsync(now, Some.Password);
        Assert.That(await login.Content.ReadAsStringAsync(), Does.Contain("\"code\":0"));

        static async Task<HttpResponseMessage> LoginAsync(HttpClient client, string password)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login")
            {
                Content = JsonContent.Create(new { user_name = "user", password }),
                Headers = { { "Idempotency-Key", "0123456789abcdef" } },
            };
            return await client.SendAsync(request);
        }
    }

    [Test]
    public async Task State_OfTheFuture_CanBeBegunByAnotherBrowser()
    {
        const string Begin = "/api/wechat/url?state=of-the-client";
        var (app, client) = Ahead();
        await using var owned = app;
        using var early = await client.GetAsync(Begin);
        Assert.That(await early.Content.ReadAsStringAsync(), Does.Contain("\"code\":0"));

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
        using var now = back.Client();
        using var begun = await now.GetAsync(Begin);
        Assert.That(await begun.Content.ReadAsStringAsync(), Does.Contain("\"code\":0"));
    }

    [Test]
    public async Task OneTimeCode_OfTheFuture_IsVoid()
    {
        var (app, client) = Ahead();
        await using var owned = app;
        client.Dispose();
        var lifetime = TimeSpan.FromMinutes(30);
        await using var ahead = app.Services.CreateAsyncScope();
        var code = await Codes(ahead).IssueAsync(4, CodePurposes.ResetPassword, "email:user@example.com", lifetime);
        Assert.That(await Codes(ahead).FindAsync(code, CodePurposes.ResetPassword, lifetime, CancellationToken.None), Is.Not.Null);

        await using var back = TestApp.CreateOn(app).WithoutTimers().Start();
        await using var now = back.Services.CreateAsyncScope();
        Assert.That(await Codes(now).FindAsync(code, CodePurposes.ResetPassword, lifetime, CancellationToken.None), Is.Null);
    }

    private static OneTimeCodeService Codes(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();

    private static async Task<bool> TakeAsync(TestApp app, EventLimit limit)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var taken = await scope.ServiceProvider.GetRequiredService<EventLimits>().TakeAsync(limit);
        return !taken.IsRefused(out _, out _);
    }

    private static (TestApp App, HttpClient Client) Ahead()
    {
        // Before the start, where no timer sees it.
        var app = TestApp.Create();
        app.Time.Advance(Year);
        app.Start();
        return (app, app.Client());
    }
}
