using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>In with a password, and out again.</summary>
[TestFixture]
internal sealed class PasswordLoginTests : BrowserTests
{
    private const double Day = 24 * 60 * 60;

    [TestCase("zh-CN", "您好，user")]
    [TestCase("en-US", "Hello, user")]
    public async Task Login_PasswordRight_ShowsTheAccountInTheLanguageOfTheBrowser(string locale, string greeting)
    {
        var visit = await VisitAsync(locale);

        await visit.LogInAsync();

        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync(greeting);
        await Assertions.Expect(visit.At("#session-list li[data-current]")).ToBeVisibleAsync();
        Assert.That(await visit.Page.EvaluateAsync<string>("document.cookie"), Does.Not.Contain("token"));
    }

    [TestCase("zh-CN", "用户名或密码错误")]
    [TestCase("en-US", "Incorrect user name or password")]
    public async Task Login_PasswordWrong_SaysSoAndStays(string locale, string message)
    {
        var visit = await VisitAsync(locale);
        await visit.Page.GotoAsync("/");

        await visit.SendPasswordAsync("manager", Some.WrongPassword);

        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync(message);
        Assert.That(new Uri(visit.Page.Url).AbsolutePath, Is.EqualTo("/"));
        Assert.That(await visit.CookieAsync("token"), Is.Null);
    }

    [TestCase(false, 1)]
    [TestCase(true, 30)]
    public async Task Login_RememberOrNot_KeepsTheCookieSoLong(bool remember, double days)
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/");

        await visit.SendPasswordAsync("user", Some.Password, remember);
        await visit.ArriveAsync("/dashboard");

        var cookie = (await visit.CookieAsync("token"))!;
        Assert.That(cookie.HttpOnly, Is.True);
        Assert.That(cookie.SameSite, Is.EqualTo(SameSiteAttribute.Lax));
        Assert.That(cookie.Expires - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Is.EqualTo(days * Day).Within(300));
    }

    [Test]
    public async Task Login_KeyboardOnly_GetsInWithTheFocusAlwaysInSight()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#user_name")).ToBeFocusedAsync();
        await Assertions.Expect(visit.At("#ways button").First).ToBeVisibleAsync();

        await visit.Page.Keyboard.TypeAsync("user");
        await WalkToAsync(visit, "password");
        await visit.Page.Keyboard.TypeAsync(Some.Password);
        await WalkToAsync(visit, "remember");
        await visit.Page.Keyboard.PressAsync("Space");
        await WalkToAsync(visit, "login-submit");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync("Hello, user");
    }

    [Test]
    public async Task Logout_Pressed_EndsTheSessionAndTheBackButtonShowsNothing()
    {
        var visit = await VisitAsync("en-US");
        await visit.LogInAsync();
        var token = (await visit.CookieAsync("token"))!.Value;

        await visit.At("#logout").ClickAsync();
        await visit.ArriveAsync("/");

        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("You are signed out.");
        Assert.That(await visit.CookieAsync("token"), Is.Null);
        using var client = App.Client();
        using var stale = await client.SendAsync(HttpMethod.Get, "/api/user/detail", token);
        Assert.That((await stale.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(1001));

        await visit.Page.GotoAsync("/dashboard");
        await visit.ArriveAsync("/");
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("Your session has ended. Sign in again.");
    }

    [Test]
    public async Task Language_Switched_TranslatesThePageAndIsRemembered()
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#login-heading")).ToHaveTextAsync("登录");

        await visit.At("#language").ClickAsync();
        await visit.Page.ReloadAsync();

        await Assertions.Expect(visit.At("#login-heading")).ToHaveTextAsync("Sign in");
        await Assertions.Expect(visit.At("html")).ToHaveAttributeAsync("lang", "en");
        await visit.SendPasswordAsync("user", Some.WrongPassword);
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("Incorrect user name or password");
    }

    private static async Task WalkToAsync(Visit visit, string id)
    {
        const int Farthest = 12;
        for (var step = 0; step < Farthest; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var focused = visit.At(":focus");
            Assert.That(
                await focused.EvaluateAsync<bool>(
                    "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
                ),
                Is.True,
                "Where the keyboard is cannot be seen"
            );
            if (await focused.GetAttributeAsync("id") == id)
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not come to #{id}");
    }
}
