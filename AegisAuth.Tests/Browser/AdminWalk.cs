using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Browser;

/// <summary>A walk past every view and dialog of the page of administrators.</summary>
internal static class AdminWalk
{
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
}
