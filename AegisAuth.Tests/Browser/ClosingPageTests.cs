using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The last section of the account, the way back at the login, and erasing on the page of administrators.</summary>
[TestFixture]
internal sealed class ClosingPageTests : BrowserTests
{
    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 1280)]
    public async Task Account_ClosedOnTheDashboard_IsTakenBackAtTheLogin(string locale, int width)
    {
        var visit = await VisitAsync(locale, width);
        // The app is shared: the copy of the other case is less than an hour old.
        App.Execute("DELETE FROM login_attempts WHERE attempt_key LIKE 'copy:%'");
        await visit.LogInAsync();
        var copied = await visit.Page.RunAndWaitForDownloadAsync(() => visit.At("#copy-data").ClickAsync());
        Assert.That(copied.SuggestedFilename, Is.EqualTo($"aegisauth-{Some.User}.json"));
        await Assertions.Expect(visit.At("#leave-notice .success")).ToBeVisibleAsync();

        await visit.At("#close-account").ClickAsync();
        Assert.That(await visit.IsTooWideAsync(), Is.False);
        await visit.At("#confirm-submit").ClickAsync();
        await visit.ArriveAsync("/");
        await Assertions.Expect(visit.At("#login-notice .success")).ToBeVisibleAsync();

        await visit.SendPasswordAsync("user", Some.Password);
        await Assertions
            .Expect(visit.At("#reopen"))
            .ToContainTextAsync(locale == "zh-CN" ? "账号已申请注销" : "This account is being closed");
        await visit.At("#reopen-submit").ClickAsync();
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Provider_OfAClosingAccount_BringsItBackByASecondRound()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/");
        await visit.At("#via-google").ClickAsync();
        await visit.ConsentAsync("lin");
        await visit.ArriveAsync("/dashboard");
        await visit.At("#close-account").ClickAsync();
        await visit.At("#confirm-submit").ClickAsync();
        await visit.ArriveAsync("/");

        await visit.At("#via-google").ClickAsync();
        await visit.ConsentAsync("lin");
        await visit.At("#reopen-submit").ClickAsync();
        await visit.ConsentAsync("lin");

        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToBeVisibleAsync();
    }

    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 1280)]
    public async Task Account_ErasedByAnAdministrator_IsGoneFromTheList(string locale, int width)
    {
        var target = await App.AddUserAsync(organisation: 1, name: "li.na");
        var visit = await VisitAsync(locale, width);
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync($"{target.AegisSpeedId}");

        await visit.At("#erase").ClickAsync();
        await visit.At("#act-erase-submit").ClickAsync();

        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync(locale == "zh-CN" ? "已永久删除" : "is erased");
        Assert.That(
            App.Rows($"SELECT user_name FROM users WHERE erased_at IS NOT NULL AND id = {target.Id}"),
            Is.EqualTo(new[] { $"#{target.Id}" })
        );
    }
}
