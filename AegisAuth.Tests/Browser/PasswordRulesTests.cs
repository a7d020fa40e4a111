using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>What the pages say where passwords must have several kinds of characters and may become only so old.</summary>
[TestFixture]
internal sealed class PasswordRulesTests : BrowserTests
{
    private const string Simple = "nine quiet rivers at dusk";
    private const string Mixed = "Nine quiet rivers at dusk 9";

    protected override TestApp Configure(TestApp app) => app.With("Password:MinClasses", "3").With("Password:MaxAge", "90.00:00:00");

    [TestCase(
        "zh-CN",
        "当前密码不能继续使用。设置新密码后即可使用账号。",
        "至少混用 3 种字符：大写字母、小写字母、数字、符号。越长越好。",
        "密码的字符种类太少,请混用大写字母、小写字母、数字和符号",
        "密码已修改。"
    )]
    [TestCase(
        "en-US",
        "The present password may not be used any longer. Set a new one, and your account opens.",
        "At least 3 of: upper case, lower case, digits, symbols. Length helps most.",
        "The password has too few kinds of characters, mix upper case, lower case, digits and symbols",
        "Your password is changed."
    )]
    public async Task Site_OldPassword_IsReplacedByOneOfSeveralKinds(string locale, string why, string hint, string refused, string done)
    {
        var visit = await VisitAsync(locale, width: 360);
        var made = App.Time.GetUtcNow().AddDays(-90);
        await App.AddUserAsync($"old.{locale}", user => user with { CreatedAt = made });
        await visit.LogInAsync($"old.{locale}");

        await Assertions.Expect(visit.At("#since")).ToHaveTextAsync(why);
        await Assertions.Expect(visit.At("#new-password-hint")).ToHaveTextAsync(hint);
        await ChangeAsync(Simple);
        await Assertions.Expect(visit.At("#password-notice")).ToHaveTextAsync(refused);
        await Pictures.DrawAsync(visit, "dengbao-site");
        await ChangeAsync(Mixed);

        await Assertions.Expect(visit.At("#dashboard-notice")).ToHaveTextAsync(done);
        await Assertions.Expect(visit.At("#session-list li[data-current]")).ToBeVisibleAsync();

        async Task ChangeAsync(string next)
        {
            await visit.At("#old-password").FillAsync(Some.Password);
            await visit.At("#new-password").FillAsync(next);
            await visit.At("#repeat-password").FillAsync(next);
            await visit.At("#password-submit").ClickAsync();
        }
    }

    [TestCase(
        "zh-CN",
        "管理员至少 15 个字符，并至少混用 3 种：大写字母、小写字母、数字、符号。",
        "字符种类太少：请混用大写字母、小写字母、数字和符号"
    )]
    [TestCase(
        "en-US",
        "Administrators need 15 characters or more, and at least 3 of: upper case, lower case, digits, symbols.",
        "Too few kinds of characters: mix upper case, lower case, digits and symbols"
    )]
    public async Task Admin_OldPassword_IsReplacedByOneOfSeveralKinds(string locale, string hint, string refused)
    {
        await using var app = Configure(TestApp.Create()).Start();
        app.Execute("UPDATE users SET created_at = 0 WHERE user_name = 'manager'");
        var visit = await VisitAsync(app, locale, width: 360);
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();

        await Assertions.Expect(visit.At("#must-form")).ToContainTextAsync(hint);
        await ChangeAsync(Simple);
        await Assertions.Expect(visit.At("#must-notice")).ToHaveTextAsync(refused);
        await Pictures.DrawAsync(visit, "dengbao-admin");
        await ChangeAsync(Mixed);
        await visit.At("#stepup-password").FillAsync(Mixed);
        await visit.At("#stepup-submit").ClickAsync();

        await visit.SeeAsync("#users");
        visit.Forgive("403");
        visit.Forgive("400");
        await LeaveAsync();

        async Task ChangeAsync(string next)
        {
            await visit.At("#must-old").FillAsync(Some.Password);
            await visit.At("#must-new").FillAsync(next);
            await visit.At("#must-repeat").FillAsync(next);
            await visit.At("#must-submit").ClickAsync();
        }
    }

    [TestCase("zh-CN", "至少混用 3 种字符：大写字母、小写字母、数字、符号。越长越好。")]
    [TestCase("en-US", "At least 3 of: upper case, lower case, digits, symbols. Length helps most.")]
    public async Task Registration_SaysHowManyKinds(string locale, string hint)
    {
        var visit = await VisitAsync(locale);
        await visit.Page.GotoAsync("/#register");

        await Assertions.Expect(visit.At("#register-password-hint")).ToHaveTextAsync(hint);
    }
}
