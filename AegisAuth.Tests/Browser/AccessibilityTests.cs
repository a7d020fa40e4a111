using System.Text.Json;
using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Deque.AxeCore.Commons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Every page passes axe-core without a serious finding, and can be read on a narrow phone in both languages, by day and by night.</summary>
[TestFixture]
internal sealed class AccessibilityTests : BrowserTests
{
    private const int Phone = 360;
    private const int Desk = 1280;

    private static readonly TimeSpan NoLongerFresh = TimeSpan.FromMinutes(11);

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [TestCase("zh-CN", Phone)]
    [TestCase("en-US", Phone)]
    [TestCase("en-US", Desk)]
    public async Task Pages_EveryView_AreFreeOfSeriousFindingsAndFit(string locale, int width)
    {
        var visit = await VisitAsync(locale, width);

        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#ways button")).ToHaveCountAsync(8);
        await CheckAsync(visit, "login");
        await CheckHintsAsync(visit, "via");
        await visit.At("#to-register").ClickAsync();
        await visit.At("#register-submit").ClickAsync();
        await CheckAsync(visit, "registration with faults");
        await visit.Page.GotoAsync("/#phone");
        await visit.At("#phone-submit").ClickAsync();
        await CheckAsync(visit, "login by code with faults");
        await visit.Page.GotoAsync("/#forgot");
        await CheckAsync(visit, "forgotten password");
        await visit.Page.GotoAsync("/?reset=code");
        await CheckAsync(visit, "new password");

        await visit.LogInAsync("admin");
        await Assertions.Expect(visit.At("#session-list li").First).ToBeVisibleAsync();
        await CheckAsync(visit, "dashboard");
        await visit.At("#close-account").ClickAsync();
        await CheckAsync(visit, "closing the account");
        await visit.At("#confirm-close").ClickAsync();
        await visit.At("#link-google").ClickAsync();
        await visit.ArriveAsync("/dev/simulator/google/o/oauth2/v2/auth");
        await CheckAsync(visit, "consent");
        await visit.Page.GotoAsync("/dev/simulator");
        await CheckAsync(visit, "simulator");
        await visit.At("button.first").ClickAsync();
        await CheckAsync(visit, "code of the simulator");
        await SendAsync("a sentence that is longer than a phone is wide, and a code");
        await visit.Page.GotoAsync("/dev/outbox");
        await CheckAsync(visit, "outbox");
    }

    [TestCase("zh-CN", Phone)]
    [TestCase("en-US", Phone)]
    [TestCase("en-US", Desk)]
    public async Task Captcha_AskedFor_IsFreeOfSeriousFindingsAndFits(string locale, int width)
    {
        await using var app = TestApp.Create().With("Captcha:Mode", "Always").Start();
        var visit = await VisitAsync(app, locale, width);

        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.At("#login-captcha img")).ToBeVisibleAsync();
        await visit.At("#captcha").FillAsync("wrong");
        await visit.SendPasswordAsync("user", Some.Password);
        await Assertions.Expect(visit.At("#login-notice p")).ToBeVisibleAsync();
        await CheckAsync(visit, "login with a captcha");
        await visit.At("#to-register").ClickAsync();
        await Assertions.Expect(visit.At("#register-captcha img")).ToBeVisibleAsync();
        await CheckAsync(visit, "registration with a captcha");
        await LeaveAsync();
    }

    [TestCase("zh-CN", Phone)]
    [TestCase("en-US", Phone)]
    [TestCase("en-US", Desk)]
    public async Task Dashboard_EveryDialog_IsFreeOfSeriousFindingsAndFits(string locale, int width)
    {
        var name = $"dialogs.{locale}.{width}";
        await App.AddUserAsync(name, user => user with { MustChangePassword = true });
        var elsewhere = await VisitAsync();
        await elsewhere.LogInAsync(name);
        var visit = await VisitAsync(locale, width);
        await visit.LogInAsync(name);
        await CheckAsync(visit, "password to change");
        App.Execute($"UPDATE users SET must_change_password = 0 WHERE user_name = '{name}'");
        App.Time.Advance(NoLongerFresh);
        await visit.Page.ReloadAsync();

        await CheckHintsAsync(visit, "link");
        await visit.At("#link-weapp").ClickAsync();
        await visit.At("#hint-code").FillAsync("demo-lin");
        await visit.At("#hint-submit").ClickAsync();
        await visit.At("#proof-password").FillAsync(Some.WrongPassword);
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#proof-notice p")).ToBeVisibleAsync();
        await CheckAsync(visit, "proof");
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();
        await visit.At("[data-unlink]").ClickAsync();
        await CheckAsync(visit, "unlink");
        await visit.At("#unlink-password").FillAsync(Some.Password);
        await visit.At("#unlink-submit").ClickAsync();
        await Assertions.Expect(visit.At("#logins-notice p")).ToBeVisibleAsync();
        await visit.At("#revoke-others").ClickAsync();
        await CheckAsync(visit, "ending of all other sessions");
    }

    private static async Task CheckHintsAsync(Visit visit, string prefix)
    {
        foreach (var (platform, sign) in ((string, string)[])[("wechat", ".steps"), ("inwechat", ".qr"), ("weapp", "#hint-code")])
        {
            await visit.At($"#{prefix}-{platform}").ClickAsync();
            await Assertions.Expect(visit.At($"#hint {sign}")).ToBeVisibleAsync();
            await CheckAsync(visit, $"hint of {prefix}-{platform}");
            await visit.Page.Keyboard.PressAsync("Escape");
        }
    }

    private Task SendAsync(string body)
    {
        var link = new Uri(App.Address, $"/?verify={new string('x', 43)}");
        return App
            .Services.GetServices<IMessageSender>()
            .First(sender => sender.Reaches(ContactKind.Email))
            .SendAsync(new(ContactKind.Email, "a@example.com", "Subject", $"{body}\n{link}", link), CancellationToken.None);
    }

    internal static async Task CheckAsync(Visit visit, string what)
    {
        // A page that is looked at twice has it already.
        if (!await visit.Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await visit.Page.EvaluateAsync(Axe);
        }

        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var result = await visit.Page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations");
            var findings = result
                .EnumerateArray()
                .Where(finding => finding.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(finding => $"{finding.GetProperty("id")}: {finding.GetProperty("nodes")[0].GetProperty("html")}");

            Assert.That(findings, Is.Empty, $"{what}, {scheme}");
        }

        Assert.That(await visit.IsTooWideAsync(), Is.False, $"{what} is too wide");
    }
}
