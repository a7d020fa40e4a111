using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Passkeys on the page of administrators, with Chromium's virtual authenticator.</summary>
[TestFixture]
internal sealed class AdminPasskeyTests : BrowserTests
{
    private const string Host = "localhost";

    [Test]
    public async Task StepUp_ByPasskey_OpensTheWork()
    {
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, "en-US", host: Host);
        await VirtualAuthenticator.AddAsync(visit.Page);
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-passkey").ClickAsync();
        await Assertions
            .Expect(visit.At("#stepup-passkey-notice"))
            .ToContainTextAsync("This account has no passkey for administration yet.");
        visit.Forgive("401");
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.SeeAsync("#users");

        await visit.OpenAsync("me", "#passkey-add");
        await visit.At("#passkey-add").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("The passkey is added.");
        await visit.At("[data-rename]").ClickAsync();
        await visit.At("#rename-name").FillAsync("Desk");
        await visit.At("#rename-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-list")).ToContainTextAsync("Desk");

        await LogOutAsync(visit);
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-passkey").PressAsync("Enter");
        await visit.SeeAsync("#users");

        // The dialog that asks again in the middle of the work takes it too.
        app.Time.Advance(TimeSpan.FromMinutes(11));
        await visit.At("nav a[href='#me']").ClickAsync();
        await visit.At("#proof-passkey").ClickAsync();
        await visit.SeeAsync("#passkey-add");
        visit.Forgive("401");

        await visit.At("[data-remove]").ClickAsync();
        await visit.At("#remove-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("“Desk” is removed.");
        await LeaveAsync();
    }

    [Test]
    public async Task StepUp_UserWhoDoesNotVerify_IsRefusedByTheBrowserAndByTheService()
    {
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, "en-US", host: Host);
        var authenticator = await VirtualAuthenticator.AddAsync(visit.Page);
        await visit.AdminEnterAsync(Some.Admin);
        await visit.OpenAsync("me", "#passkey-add");
        await visit.At("#passkey-add").ClickAsync();
        await visit.SeeAsync("#passkey-list");
        await LogOutAsync(visit);
        await visit.AdminLogInAsync(Some.Admin);
        await authenticator.VerifyUserAsync(false);

        await visit.At("#stepup-passkey").ClickAsync();
        await Assertions.Expect(visit.At("#stepup-passkey-notice")).ToContainTextAsync("Cancelled, or it took too long.");

        await visit.Page.RouteAsync(
            "**/passkey_options",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = (await answer.TextAsync()).Replace("\"required\"", "\"discouraged\"", StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = answer, Body = body });
            }
        );
        await visit.At("#stepup-passkey").ClickAsync();
        await Assertions.Expect(visit.At("#stepup-passkey-notice")).ToContainTextAsync("The passkey was not accepted.");
        visit.Forgive("401");
        await LeaveAsync();
    }

    [Test]
    public async Task StepUp_PasswordThatMustChange_IsAskedForFirst()
    {
        await using var app = TestApp.Started();
        app.Execute("UPDATE users SET must_change_password = 1 WHERE user_name = 'manager'");
        var visit = await VisitAsync(app, "en-US", host: Host);
        await visit.AdminLogInAsync(Some.Admin);

        await visit.At("#stepup-passkey").ClickAsync();

        await visit.SeeAsync("#must-old");
        visit.Forgive("403");
        await LeaveAsync();
    }

    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 1280)]
    public async Task Views_OfPasskeys_AreFreeOfSeriousFindingsAndFit(string locale, int width) =>
        await PastEveryViewAsync(locale, width, AccessibilityTests.CheckAsync);

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Views_OfPasskeys_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await PastEveryViewAsync(locale, 1280, Pictures.DrawAsync);
    }

    private async Task PastEveryViewAsync(string locale, int width, Func<Visit, string, Task> look)
    {
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, locale, width, Host);
        await VirtualAuthenticator.AddAsync(visit.Page);
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-passkey").ClickAsync();
        await visit.SeeAsync("#stepup-passkey-notice p");
        visit.Forgive("401");
        await look(visit, "admin-stepup-passkey");
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.SeeAsync("#users");
        await visit.OpenAsync("me", "#passkey-add");
        await visit.At("#passkey-add").ClickAsync();
        await visit.SeeAsync("#passkey-list");
        app.Execute(
            """
            INSERT INTO passkeys
            SELECT x'01', 'site', user_id, 2, x'01', user_handle, public_key, 0, 'Phone', created_at - 1, last_used_at FROM passkeys
            """
        );
        await visit.OpenAsync("users", "#users");
        await visit.OpenAsync("me", "#passkey-list");
        await look(visit, "admin-me-passkeys");
        await visit.At("[data-remove]").First.ClickAsync();
        await look(visit, "admin-passkey-remove");
        await LeaveAsync();
    }

    private static async Task LogOutAsync(Visit visit)
    {
        await visit.At("#logout").ClickAsync();
        await visit.SeeAsync("#login-form");
    }
}
