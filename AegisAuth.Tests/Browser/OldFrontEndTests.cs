using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Front ends written for the document work unchanged.</summary>
[TestFixture]
internal sealed class OldFrontEndTests : BrowserTests
{
    private readonly KnownPicture _picture = new();

    protected override TestApp Configure(TestApp app) =>
        app.With("Captcha:Mode", "Always").WithServices(OldFrontEnd.Register).WithServices(_picture.Register);

    [Test]
    public async Task Google_ButtonOfThePage_GoesThroughConsentToTheDashboard()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");

        await visit.At("#login-google-btn").ClickAsync();
        await visit.ConsentAsync("lin");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#login-list li[data-platform=google]")).ToContainTextAsync("Lin Yi");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Google_CallbackOpenedInAnotherBrowser_IsRefusedThereAndGoesOnAtHome(bool thiefIsOnHisWayToo)
    {
        var victim = await VisitAsync();
        var thief = await VisitAsync();
        if (thiefIsOnHisWayToo)
        {
            await LeaveForGoogleAsync(thief);
            Assert.That(await thief.CookieAsync("login_browser"), Is.Not.Null);
        }

        var callback = await CatchReturnAsync(victim);
        await thief.Page.GotoAsync(callback);

        await Assertions.Expect(thief.At("#told")).ToHaveTextAsync("登录状态已失效,请重试");
        await Assertions.Expect(thief.At("#told")).ToHaveAttributeAsync("data-kept", "false");
        Assert.That(await thief.CookieAsync("token"), Is.Null);

        await victim.Page.GotoAsync(callback);
        await victim.ArriveAsync("/dashboard");

        if (thiefIsOnHisWayToo)
        {
            await thief.Page.GoBackAsync();
            await thief.ConsentAsync("wang");
            await thief.ArriveAsync("/dashboard");
        }
    }

    [Test]
    public async Task Google_CallbackOpenedTwice_IsRefusedThoughThePageHasKeptTheState()
    {
        var visit = await VisitAsync();
        var callback = await CatchReturnAsync(visit);
        await visit.Page.GotoAsync(callback);
        await visit.ArriveAsync("/dashboard");

        await visit.Page.GotoAsync(callback);

        await Assertions.Expect(visit.At("#told")).ToHaveTextAsync("登录状态已失效,请重试");
        await Assertions.Expect(visit.At("#told")).ToHaveAttributeAsync("data-kept", "true");
    }

    [Test]
    public async Task Google_ConnectionCut_IsANetworkErrorAndTheLoginCanBeSentAgain()
    {
        var visit = await VisitAsync();
        var callback = await CatchReturnAsync(visit);
        await visit.Page.RouteAsync("**/api/login", route => route.AbortAsync("connectionreset"));

        await visit.Page.GotoAsync(callback);
        await Assertions.Expect(visit.At("#told")).ToHaveTextAsync("network error: error");
        visit.Forgive("net::ERR_CONNECTION_RESET");
        Assert.That(await visit.CookieAsync("token"), Is.Null);

        await visit.Page.UnrouteAllAsync();
        await visit.Page.ReloadAsync();
        await visit.ArriveAsync("/dashboard");
    }

    [Test]
    public async Task Website_EveryAnswer_IsReadAsTheDocumentSays()
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/test/website");

        await SendAsync(visit, "", "");
        await ExpectAsync("refused: 请输入账号");
        await SendAsync(visit, "user", "");
        await ExpectAsync("refused: 请输入密码");
        await SendAsync(visit, "user", Some.Password, "nonsense");
        await ExpectAsync("refused: 图形验证码不正确");
        await SendAsync(visit, "user", Some.WrongPassword);
        await ExpectAsync("refused: 用户名或密码错误");
        await SendAsync(visit, "user", Some.Password);
        await ExpectAsync("logged in: user string 1");
        await visit.Page.RouteAsync("**/api/login", route => route.FulfillAsync(new() { Status = 200, Body = "<p>a proxy's page</p>" }));
        await SendAsync(visit, "user", Some.Password);
        await ExpectAsync("network error: parsererror");

        Task ExpectAsync(string told) => Assertions.Expect(visit.At("#told")).ToHaveTextAsync(told);
    }

    private static async Task LeaveForGoogleAsync(Visit visit)
    {
        await visit.Page.GotoAsync("/");
        await visit.At("#login-google-btn").ClickAsync();
        await visit.At("button[value=allow]").WaitForAsync();
    }

    private static async Task<string> CatchReturnAsync(Visit visit)
    {
        await LeaveForGoogleAsync(visit);
        return await visit.CatchReturnAsync("lin");
    }

    // The picture is drawn between the press and the login; it is told to the form when it is there.
    private async Task SendAsync(Visit visit, string userName, string password, string? captcha = null)
    {
        await visit.Page.UnrouteAsync("**/api/captcha");
        await visit.Page.RouteAsync(
            "**/api/captcha",
            async route =>
            {
                var answer = await route.FetchAsync();
                await visit.At("[name=captcha]").FillAsync(captcha ?? _picture.Text);
                await route.FulfillAsync(new() { Response = answer });
            }
        );
        await visit.At("[name=user_name]").FillAsync(userName);
        await visit.At("[name=password]").FillAsync(password);
        await visit.At("#login button").ClickAsync();
    }
}
