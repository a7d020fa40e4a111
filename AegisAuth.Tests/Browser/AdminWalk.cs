using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Browser;

/// <summary>A walk past every view and dialog of the page of administrators.</summary>
internal static class AdminWalk
{
    private static readonly TimeSpan SecretLifetime = TimeSpan.FromMinutes(11);

    /// <summary>Stops at each of them, with its name.</summary>
    public static async Task PastEveryViewAsync(this Visit visit, Func<string, Task> stop)
    {
        await visit.Page.GotoAsync("/admin");
        await visit.At("#login-submit").ClickAsync();
        await stop("admin-login");
        await visit.At("#use-code").ClickAsync();
        await stop("admin-reset-code");
        await visit.AdminLogInAsync(Some.SuperAdmin);
        await stop("admin-step-up");
        await visit.At("#stepup-other").ClickAsync();
        await stop("admin-step-up-code");
        await visit.At("#stepup-other").ClickAsync();
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.SeeAsync("#users");
        await stop("admin-users");
        await visit.At("#user-new").ClickAsync();
        await stop("admin-create");
        await visit.At("#create-name").FillAsync("walker");
        await visit.At("#create-submit").ClickAsync();
        await visit.SeeAsync("#code-text");
        await stop("admin-created");
        await visit.At("#code-done").ClickAsync();

        await visit.OpenUserAsync(Some.User);
        await stop("admin-user");
        await visit.At("#role").ClickAsync();
        await stop("admin-role");
        await visit.At("#act-role-cancel").ClickAsync();
        await visit.At("#disable").ClickAsync();
        await stop("admin-disable");
        await visit.At("#act-disable-submit").ClickAsync();
        await visit.SeeAsync("#enable");
        await stop("admin-disabled");

        await visit.OpenAsync("organisations", "#organisations");
        await stop("admin-organisations");
        await visit.At("#org-new").ClickAsync();
        await stop("admin-organisation");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.OpenAsync("audit", "#audit");
        await stop("admin-audit");
        await visit.At("#export-open").ClickAsync();
        await stop("admin-export");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.OpenAsync("me", "#authenticator");
        await visit.At("#enrol-submit").ClickAsync();
        await visit.SeeAsync("#totp-secret");
        await stop("admin-me");
    }

    /// <summary>A service in which 管理员 must have an authenticator.</summary>
    public static TestApp AppThatAsks() => TestApp.Create().With("StepUp:RequireAuthenticator", "管理员");

    /// <summary>
    /// Stops at what <see cref="AppThatAsks"/> asks of an administrator: an authenticator before the work, and in its middle, once for a view
    /// and once for an act, the proof that has ended.
    /// </summary>
    public static async Task PastEveryQuestionAsync(this Visit visit, TestApp app, Func<string, Task> stop)
    {
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.SeeAsync("#enrol-submit");
        await stop("admin-enrol-first");
        await visit.At("#enrol-submit").ClickAsync();
        await visit.SeeAsync("#totp-secret");
        await stop("admin-enrol-key");
        var key = Base32Text.Decode((await visit.At("#totp-secret").TextContentAsync())!);
        await visit.At("#confirm-code").FillAsync(app.TotpCode(key));
        await visit.At("#confirm-submit").ClickAsync();
        await visit.SeeAsync("#recovery-codes");
        await stop("admin-enrol-codes");
        await visit.At("#recovery-done").ClickAsync();
        await visit.SeeAsync("#users");

        app.Time.Advance(SecretLifetime);
        await visit.At("nav a[href='#me']").ClickAsync();
        await visit.SeeAsync("#proof-password");
        await stop("admin-proof-view");
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();
        await visit.SeeAsync("#proof-code");
        await stop("admin-proof-wants-code");
        await visit.At("#proof-code").FillAsync(app.TotpCode(key));
        await visit.At("#proof-submit").ClickAsync();
        await visit.SeeAsync("#totp-remove");
        await stop("admin-me-enrolled");

        await visit.OpenUserAsync(Some.User);
        app.Time.Advance(SecretLifetime);
        await visit.At("#disable").ClickAsync();
        await visit.At("#act-disable-submit").ClickAsync();
        await visit.SeeAsync("#proof-code");
        await stop("admin-proof-act");
        await visit.At("#proof-code").FillAsync("000000");
        await visit.At("#proof-submit").ClickAsync();
        await visit.SeeAsync("#proof-notice p");
        await stop("admin-proof-wrong");
        await visit.At("#proof-code").FillAsync(app.TotpCode(key));
        await visit.At("#proof-submit").ClickAsync();
        await visit.SeeAsync("#enable");
        await visit.SeeAsync("#notice p");
        await stop("admin-act-went-on");
    }
}
