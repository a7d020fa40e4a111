using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Pictures of every page of the site for a person to look at.</summary>
[TestFixture]
[Explicit("Writes pictures for a person to look at.")]
internal sealed class Screenshots : BrowserTests
{
    [Test]
    public async Task Pages_EveryView_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await using var app = Configure(TestApp.Create()).Start();
        await using var asking = TestApp.Create().With("Captcha:Mode", "Always").Start();
        var visit = await VisitAsync(app, locale);

        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#ways button")).ToHaveCountAsync(8);
        await Pictures.DrawAsync(visit, "login");
        await visit.At("#via-wechat").ClickAsync();
        await Pictures.DrawAsync(visit, "hint-wechat");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.At("#via-inwechat").ClickAsync();
        await Pictures.DrawAsync(visit, "hint-inwechat");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.At("#via-tt").ClickAsync();
        await Assertions.Expect(visit.At("#hint-code")).ToBeVisibleAsync();
        await Pictures.DrawAsync(visit, "hint-mini");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.GotoAsync("/#phone");
        await visit.At("#phone").FillAsync("138 0013 8000");
        await visit.At("#phone-send").ClickAsync();
        await Assertions.Expect(visit.At("#phone-notice p")).ToBeVisibleAsync();
        await Pictures.DrawAsync(visit, "phone");
        await visit.Page.GotoAsync("/#forgot");
        await Pictures.DrawAsync(visit, "forgot");
        await visit.Page.GotoAsync("/?reset=code");
        await Pictures.DrawAsync(visit, "reset");
        await visit.Page.GotoAsync("/#register");
        await visit.At("#register-submit").ClickAsync();
        await Pictures.DrawAsync(visit, "register");

        var captcha = await VisitAsync(asking, locale);
        await captcha.Page.GotoAsync("/");
        await Assertions.Expect(captcha.At("#captcha-image")).ToBeVisibleAsync();
        await captcha.At("#captcha").FillAsync("wrong");
        await captcha.SendPasswordAsync("user", Some.Password);
        await Assertions.Expect(captcha.At("#login-notice p")).ToBeVisibleAsync();
        await Pictures.DrawAsync(captcha, "captcha");

        await visit.LogInAsync("admin");
        foreach (var platform in (string[])["wechat", "google"])
        {
            await visit.At($"#link-{platform}").ClickAsync();
            if (platform == "wechat")
            {
                await visit.At("#hint-continue").ClickAsync();
            }

            await visit.At("button[value=allow]").WaitForAsync();
            await Pictures.DrawAsync(visit, $"consent-{platform}");
            await visit.ConsentAsync("lin");
            await Assertions.Expect(visit.At($"#login-list li[data-platform={platform}]")).ToBeVisibleAsync();
        }

        await app.AddUserAsync("newcomer", user => user with { MustChangePassword = true });
        var newcomer = await VisitAsync(app, locale);
        await newcomer.LogInAsync("newcomer");
        await newcomer.At("#old-password").FillAsync(Some.WrongPassword);
        await newcomer.At("#password-submit").ClickAsync();
        await Pictures.DrawAsync(newcomer, "password-to-change");

        var elsewhere = await VisitAsync(app, locale);
        await elsewhere.LogInAsync("admin");
        await elsewhere.At("#detail-email").FillAsync("admin@example.com");
        await elsewhere.At("#details-submit").ClickAsync();
        await Assertions.Expect(elsewhere.At("#verify-email")).ToBeVisibleAsync();
        await elsewhere.At("#verify-email").ClickAsync();
        await Assertions.Expect(elsewhere.At("#verify-notice p")).ToBeVisibleAsync();
        await elsewhere.At("#detail-phone").FillAsync("13900139000");
        await elsewhere.At("#details-submit").ClickAsync();
        await elsewhere.At("#verify-phone").ClickAsync();
        await Assertions.Expect(elsewhere.At("#phone-notice p")).ToBeVisibleAsync();
        await Pictures.DrawAsync(elsewhere, "dashboard");
        await elsewhere.At("[data-unlink]").First.ClickAsync();
        await Pictures.DrawAsync(elsewhere, "unlink");
        await visit.Page.GotoAsync("/dev/simulator");
        await Pictures.DrawAsync(visit, "simulator");
        await visit.At("button.first").ClickAsync();
        await Pictures.DrawAsync(visit, "simulator-code");
        await app.FlushMessagesAsync();
        await visit.Page.GotoAsync("/dev/outbox");
        await Pictures.DrawAsync(visit, "outbox");
        await LeaveAsync();
    }
}
