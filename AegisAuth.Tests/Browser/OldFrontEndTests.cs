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

    [Test]
    public async Task Google_CallbackOpenedInAnotherBrowser_IsRefused()
    {
        var victim = await VisitAsync();
        var thief = await VisitAsync();
        await victim.Page.GotoAsync("/");
        await victim.At("#login-google-btn").ClickAsync();
        // The answer of the consent page is caught on its way, and brought to another browser.
        var callback = victim.Page.WaitForRequestAsync(request => request.Url.Contains("code=", StringComparison.Ordinal));
        await victim.Page.RouteAsync("**/?*code=*", route => route.FulfillAsync(new() { Status = 204 }));
        await victim.At("input[name=person][value=lin]").CheckAsync();
        await victim.At("button[value=allow]").ClickAsync();

        await thief.Page.GotoAsync((await callback).Url);

        await Assertions.Expect(thief.At("#told")).ToHaveTextAsync("登录状态已失效,请重试");
        Assert.That(await thief.CookieAsync("token"), Is.Null);
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
