using System.Text.Json;
using AegisAuth.Application.Messages;
using Deque.AxeCore.Commons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Every page passes axe-core without a serious finding, and can be read on a narrow phone in both languages.</summary>
[TestFixture]
internal sealed class AccessibilityTests : BrowserTests
{
    private const int Phone = 360;
    private const int Desk = 1280;

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
        await visit.At("#via-weapp").ClickAsync();
        await Assertions.Expect(visit.At("#hint-code")).ToBeVisibleAsync();
        await CheckAsync(visit, "mini-program hint");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.At("#to-register").ClickAsync();
        await visit.At("#register-submit").ClickAsync();
        await CheckAsync(visit, "registration with faults");
        await visit.Page.GotoAsync("/#forgot");
        await CheckAsync(visit, "forgotten password");
        await visit.Page.GotoAsync("/?reset=code");
        await CheckAsync(visit, "new password");

        await visit.LogInAsync("admin");
        await Assertions.Expect(visit.At("#session-list li").First).ToBeVisibleAsync();
        await CheckAsync(visit, "dashboard");
        await visit.At("#link-google").ClickAsync();
        await visit.ArriveAsync("/dev/simulator/google/o/oauth2/v2/auth");
        await CheckAsync(visit, "consent");
        await visit.Page.GotoAsync("/dev/simulator");
        await CheckAsync(visit, "simulator");
        await SendAsync("a sentence that is longer than a phone is wide, and a code");
        await visit.Page.GotoAsync("/dev/outbox");
        await CheckAsync(visit, "outbox");
    }

    private Task SendAsync(string body)
    {
        var link = new Uri(App.Address, $"/?verify={new string('x', 43)}");
        return App
            .Services.GetServices<IMessageSender>()
            .First(sender => sender.Reaches(ContactKind.Email))
            .SendAsync(new(ContactKind.Email, "a@example.com", "Subject", $"{body}\n{link}", link), CancellationToken.None);
    }

    private static async Task CheckAsync(Visit visit, string what)
    {
        await visit.Page.EvaluateAsync(Axe);
        var result = await visit.Page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations");
        var findings = result
            .EnumerateArray()
            .Where(finding => finding.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(finding => $"{finding.GetProperty("id")}: {finding.GetProperty("nodes")[0].GetProperty("html")}");

        Assert.That(findings, Is.Empty, what);
        Assert.That(await visit.IsTooWideAsync(), Is.False, $"{what} is too wide");
    }
}
