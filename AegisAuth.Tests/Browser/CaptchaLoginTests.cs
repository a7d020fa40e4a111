using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The captcha comes when it is asked for, and not before.</summary>
[TestFixture]
internal sealed class CaptchaLoginTests : BrowserTests
{
    private const int FailuresBeforeCaptcha = 3;

    private readonly KnownPicture _picture = new();

    protected override TestApp Configure(TestApp app) => app.WithServices(_picture.Register);

    [Test]
    public async Task Login_AfterFailuresInARow_AsksForTheCaptchaAndTakesIt()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#ways button").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.At("#login-captcha")).ToBeHiddenAsync();

        for (var failure = 0; failure < FailuresBeforeCaptcha; failure++)
        {
            await visit.SendPasswordAsync("user", Some.WrongPassword);
            await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("Incorrect user name or password");
            await Assertions.Expect(visit.At("#login-form")).Not.ToHaveAttributeAsync("aria-busy", "true");
        }

        // The account is known to the service only once its name is sent.
        await visit.SendPasswordAsync("user", Some.Password);
        await Assertions.Expect(visit.At("#login-captcha")).ToBeVisibleAsync();
        await Assertions.Expect(visit.At("#captcha")).ToBeFocusedAsync();
        await visit.At("#captcha").FillAsync(_picture.Text);
        await visit.At("#password").FillAsync(Some.Password);
        await visit.At("#login-submit").ClickAsync();

        await visit.ArriveAsync("/dashboard");
    }

    [Test]
    public async Task Login_CaptchaAlways_RefusesAWrongOneAndShowsAnotherPicture()
    {
        await using var app = Configure(TestApp.Create().With("Captcha:Mode", "Always")).Start();
        var visit = await VisitAsync(app);
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#login-captcha")).ToBeVisibleAsync();
        var first = _picture.Text;

        await visit.At("#captcha").FillAsync("nonsense");
        await visit.SendPasswordAsync("user", Some.Password);
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("图形验证码不正确");
        await Assertions.Expect(visit.At("#captcha")).ToBeFocusedAsync();
        Assert.That(_picture.Text, Is.Not.EqualTo(first));
        await visit.At("#captcha").FillAsync(_picture.Text);
        await visit.At("#login-submit").ClickAsync();

        await visit.ArriveAsync("/dashboard");
        await LeaveAsync();
    }
}
