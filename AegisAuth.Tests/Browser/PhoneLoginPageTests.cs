using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The login by code and the proof of a number, in a real browser.</summary>
[TestFixture]
internal sealed class PhoneLoginPageTests : BrowserTests
{
    [Test]
    public async Task Login_ByCode_EndsOnTheDashboardAndTheButtonCountsDown()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        var visit = await VisitAsync(app, "en-US", 360);
        await visit.Page.GotoAsync("/");

        await visit.At("#to-phone").ClickAsync();
        await visit.At("#phone").FillAsync("138 0013 8000");
        await visit.At("#phone-send").ClickAsync();
        await Assertions
            .Expect(visit.At("#phone-send"))
            .ToHaveTextAsync(
                new System.Text.RegularExpressions.Regex(
                    "^Again in [0-9]+ s$",
                    System.Text.RegularExpressions.RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
            );
        await Assertions.Expect(visit.At("#phone-code")).ToBeFocusedAsync();
        await Assertions.Expect(visit.At("#phone-code")).ToHaveAttributeAsync("inputmode", "numeric");
        await Assertions.Expect(visit.At("#phone-code")).ToHaveAttributeAsync("autocomplete", "one-time-code");
        var digits = await sender.NextDigitsAsync();
        await visit.At("#phone-code").FillAsync(digits.Wrong());
        await visit.At("#phone-submit").ClickAsync();
        await Assertions.Expect(visit.At("#phone-notice")).ToHaveTextAsync("The code is wrong or has expired");
        Assert.That(await visit.IsTooWideAsync(), Is.False);
        await visit.At("#phone-code").FillAsync(digits);
        await visit.At("#phone-submit").ClickAsync();

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#phone-state")).ToHaveTextAsync("verified");
        await LeaveAsync();
    }

    [Test]
    public async Task Dashboard_OwnNumber_IsProvenByTheCode()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        var visit = await VisitAsync(app, "zh-CN", 360);
        await visit.LogInAsync();
        await visit.At("#detail-phone").FillAsync("13900139000");
        await visit.At("#details-submit").ClickAsync();

        await visit.At("#verify-phone").ClickAsync();
        await Assertions.Expect(visit.At("#phone-notice p")).ToBeVisibleAsync();
        var button = (await visit.At("#verify-phone").BoundingBoxAsync())!;
        var notice = (await visit.At("#phone-notice p").BoundingBoxAsync())!;
        Assert.That(notice.Y, Is.GreaterThan(button.Y + button.Height + 8), "The notice does not touch the button.");
        await visit.At("#phone-code").FillAsync(await sender.NextDigitsAsync());
        await visit.At("#phone-submit").ClickAsync();

        await Assertions.Expect(visit.At("#phone-state")).ToHaveTextAsync("已验证");
        Assert.That(await visit.IsTooWideAsync(), Is.False);
        Assert.That(sender.Sent.Single().Kind, Is.EqualTo(ContactKind.Phone));
        await LeaveAsync();
    }
}
