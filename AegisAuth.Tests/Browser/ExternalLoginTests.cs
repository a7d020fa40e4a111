using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>In through the eight outside ways, as a person sees them, with the simulator in the providers' place.</summary>
[TestFixture]
internal sealed class ExternalLoginTests : BrowserTests
{
    private static readonly string[] Eight = ["wechat", "inwechat", "weapp", "qq", "alipay", "tt", "swan", "google"];

    [Test]
    public async Task Page_InDevelopment_OffersTheEightWays()
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#ways button")).ToHaveCountAsync(Eight.Length);

        var offered = await visit.At("#ways button").EvaluateAllAsync<string[]>("buttons => buttons.map(b => b.dataset.platform)");

        Assert.That(offered, Is.EqualTo(Eight));
    }

    [TestCase("google")]
    [TestCase("alipay")]
    public async Task Redirect_Agreed_EndsOnTheDashboard(string platform)
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");

        await visit.At($"#via-{platform}").ClickAsync();
        await visit.ConsentAsync("wang");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At($"#login-list li[data-platform={platform}]")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Wechat_QrHintThenConsent_EndsOnTheDashboard()
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/");

        await visit.At("#via-wechat").ClickAsync();
        await Assertions.Expect(visit.At("#hint-title")).ToHaveTextAsync("微信扫码登录");
        await visit.At("#hint-continue").ClickAsync();
        await Assertions.Expect(visit.At("figure svg")).ToBeVisibleAsync();
        await visit.ConsentAsync("lin");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#login-list li[data-platform=wechat]")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Inwechat_FromADesk_ShowsACodeToScanAndGoesOnAllTheSame()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");

        await visit.At("#via-inwechat").ClickAsync();
        await Assertions.Expect(visit.At("#hint img.qr")).ToBeVisibleAsync();
        await visit.At("#hint-continue").ClickAsync();
        await visit.ConsentAsync("wang");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#login-list li[data-platform=inwechat]")).ToBeVisibleAsync();
    }

    [TestCase("weapp")]
    [TestCase("qq")]
    [TestCase("tt")]
    [TestCase("swan")]
    public async Task MiniProgram_CodeOfTheSimulator_EndsOnTheDashboard(string platform)
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");

        await visit.At($"#via-{platform}").ClickAsync();
        var simulator = await visit.Page.Context.RunAndWaitForPageAsync(() => visit.At("#hint-simulator").ClickAsync());
        await Assertions.Expect(simulator.Locator($"input[name=platform][value={platform}]")).ToBeCheckedAsync();
        await simulator.Locator("input[name=person][value=zhang]").CheckAsync();
        await simulator.Locator("button.first").ClickAsync();
        var code = await simulator.Locator("#code").InputValueAsync();
        await simulator.CloseAsync();
        await visit.At("#hint-code").FillAsync(code);
        await visit.At("#hint-submit").ClickAsync();

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At($"#login-list li[data-platform={platform}]")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Qq_InConnectMode_GoesThroughConsentToTheDashboard()
    {
        await using var app = TestApp.Create().With("Providers:Qq:Mode", "Connect").Start();
        var visit = await VisitAsync(app);
        await visit.Page.GotoAsync("/");

        await visit.At("#via-qq[data-kind=redirect]").ClickAsync();
        await visit.ArriveAsync("/dev/simulator/qq/oauth2.0/authorize");
        await visit.ConsentAsync("lin");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#login-list li[data-platform=qq]")).ToContainTextAsync("林一");
        await LeaveAsync();
    }

    /// <summary>The login page offers Alipay as the web login that it is; the mini program brings its code by itself.</summary>
    [Test]
    public async Task Alipay_BodyOfTheSimulatorsMiniProgram_LogsIn()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/dev/simulator");
        await visit.At("input[name=platform][value=alipay]").CheckAsync();
        await visit.At("input[name=person][value=lin]").CheckAsync();
        await visit.At("button.first").ClickAsync();
        var body = await visit.At("#body").InputValueAsync();

        using var client = App.Client();
        using var response = await client.PostLoginAsync(body);
        var token = (await response.JsonAsync()).GetProperty("data").GetProperty("token").GetString();

        Assert.That(token, Does.StartWith("aegis_"));
    }

    [Test]
    public async Task Google_Refused_ComesBackAndSaysSo()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");

        await visit.At("#via-google").ClickAsync();
        await visit.At("button[value=refuse]").ClickAsync();

        await visit.ArriveAsync("/");
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("The Google sign-in was cancelled.");
        Assert.That(new Uri(visit.Page.Url).Query, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Google_StateOfAnotherBrowser_IsRefusedByThePageAndByTheService(bool thiefIsOnHisWayToo)
    {
        var victim = await VisitAsync("en-US");
        var thief = await VisitAsync("en-US");
        if (thiefIsOnHisWayToo)
        {
            await thief.Page.GotoAsync("/");
            await thief.At("#via-google").ClickAsync();
            await thief.At("button[value=allow]").WaitForAsync();
            Assert.That(await thief.CookieAsync("login_browser"), Is.Not.Null);
        }

        await victim.Page.GotoAsync("/");
        await victim.At("#via-google").ClickAsync();
        var address = new Uri(await victim.CatchReturnAsync("zhang"));

        await thief.Page.GotoAsync(address.AbsoluteUri);
        await Assertions.Expect(thief.At("#login-notice")).ToHaveTextAsync("The login state is no longer valid, try again");
        var answer = await thief.Page.EvaluateAsync<string>(
            """
            async search => {
              const query = new URLSearchParams(search);
              const response = await fetch('/api/login', {
                method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en' },
                body: JSON.stringify({ platform: 'google', code: query.get('code'), state: query.get('state') }),
              });
              return (await response.json()).msg;
            }
            """,
            address.Query
        );

        Assert.That(answer, Is.EqualTo("The login state is no longer valid, try again"));
        Assert.That(await thief.CookieAsync("token"), Is.Null);
        Assert.That(await victim.CookieAsync("token"), Is.Null);

        // What was refused to the wrong browser is not used up for the right one.
        await victim.Page.GotoAsync(address.AbsoluteUri);
        await victim.ArriveAsync("/dashboard");
    }
}
