using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>A user who must change the password is told so, and does it on that page.</summary>
[TestFixture]
internal sealed class PasswordChangeTests : BrowserTests
{
    private const string NewPassword = "nine quiet rivers at dusk";

    [TestCase("zh-CN", "请先设置自己的密码", "请输入密码", "用户名或密码错误", "密码已修改。", "您好，newcomer.zh-CN")]
    [TestCase(
        "en-US",
        "Choose your own password first",
        "Enter your password",
        "Incorrect user name or password",
        "Your password is changed.",
        "Hello, newcomer.en-US"
    )]
    public async Task Dashboard_PasswordMustBeChanged_AsksForItAndThenOpens(
        string locale,
        string heading,
        string missing,
        string wrong,
        string done,
        string greeting
    )
    {
        var visit = await VisitAsync(locale);
        await LogInWithAPasswordToChangeAsync(visit, $"newcomer.{locale}");

        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync(heading);
        await Assertions.Expect(visit.At("#since")).Not.ToBeEmptyAsync();
        await Assertions.Expect(visit.At(".card:visible")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.At("#dashboard-notice")).ToBeEmptyAsync();
        await ChangeAsync("");
        await Assertions.Expect(visit.At("#old-password-error")).ToHaveTextAsync(missing);
        await ChangeAsync(Some.WrongPassword);
        await Assertions.Expect(visit.At("#password-notice")).ToHaveTextAsync(wrong);
        await ChangeAsync(Some.Password);

        await Assertions.Expect(visit.At("#dashboard-notice")).ToHaveTextAsync(done);
        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync(greeting);
        await Assertions.Expect(visit.At("#session-list li[data-current]")).ToBeVisibleAsync();

        async Task ChangeAsync(string old)
        {
            await visit.At("#old-password").FillAsync(old);
            await visit.At("#new-password").FillAsync(NewPassword);
            await visit.At("#repeat-password").FillAsync(NewPassword);
            await visit.At("#password-submit").ClickAsync();
        }
    }

    [Test]
    public async Task LoginPage_PasswordMustBeChanged_SendsWhoIsLoggedInToTheDashboard()
    {
        var visit = await VisitAsync("en-US");
        await LogInWithAPasswordToChangeAsync(visit, "latecomer");

        await visit.Page.GotoAsync("/?verify=unknown");
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync("Choose your own password first");
        await visit.Page.GotoAsync("/");
        await visit.ArriveAsync("/dashboard");
        await visit.At("#language").ClickAsync();
        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync("请先设置自己的密码");
        await visit.At("#logout").ClickAsync();
        await visit.ArriveAsync("/");
    }

    private async Task LogInWithAPasswordToChangeAsync(Visit visit, string name)
    {
        await App.AddUserAsync(name, user => user with { MustChangePassword = true });
        await visit.LogInAsync(name);
    }
}
