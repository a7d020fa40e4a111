using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The passkeys of a user on the page of administrators: who sees them, who removes one, and what that ends.</summary>
[TestFixture]
internal sealed class AdminUserPasskeyTests : BrowserTests
{
    private const string Host = "localhost";

    [Test]
    public async Task SuperAdmin_RemovesThePasskeyOfALostDevice_AndItOpensNothingAnyMore()
    {
        var (id, owner) = await OwnerAsync("owner");
        await owner.At("[data-rename]").ClickAsync();
        await owner.At("#rename-name").FillAsync("Lost <b>phone");
        await owner.At("#rename-submit").ClickAsync();
        await Assertions.Expect(owner.At("#passkey-list")).ToContainTextAsync("Lost <b>phone");
        await LogOutAsync(owner);
        await owner.At("#passkey-submit").ClickAsync();
        await owner.ArriveAsync("/dashboard");
        await Assertions.Expect(owner.At("#account")).ToBeVisibleAsync();

        var visit = await VisitAsync(App, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(id);
        await Assertions.Expect(visit.At("#passkeys li")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.At("#passkeys li")).ToContainTextAsync("Lost <b>phone");
        await Assertions.Expect(visit.At("#passkeys li .tag")).ToHaveTextAsync("Site");
        await visit.At("#passkeys [data-remove]").PressAsync("Enter");
        await Assertions.Expect(visit.At("#act-passkey-title")).ToHaveTextAsync("Remove the passkey “Lost <b>phone” of “owner”?");
        await visit.At("#act-passkey-cancel").ClickAsync();
        await Assertions.Expect(visit.At("#passkeys [data-remove]")).ToBeFocusedAsync();

        await visit.At("#passkeys [data-remove]").ClickAsync();
        await visit.At("#act-passkey-submit").ClickAsync();

        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("The passkey “Lost <b>phone” of “owner” is removed.");
        await Assertions.Expect(visit.At("#passkeys .empty")).ToBeVisibleAsync();
        await Assertions.Expect(visit.At("#sessions .empty")).ToBeVisibleAsync();
        await Assertions.Expect(visit.At("#audit tbody tr").First).ToContainTextAsync("User passkey removed");

        await owner.Page.ReloadAsync();
        await owner.ArriveAsync("/");
        await owner.At("#passkey-submit").ClickAsync();
        await Assertions.Expect(owner.At("#passkey-notice")).ToContainTextAsync("The passkey is invalid or has expired");
        Assert.That(new Uri(owner.Page.Url).AbsolutePath, Is.EqualTo("/"));
    }

    [Test]
    public async Task OnlyWayIntoTheAccount_StaysAndThePageSaysWhatToDoFirst()
    {
        var (id, _) = await OwnerAsync("only.way");
        App.Execute("UPDATE users SET password_hash = NULL WHERE user_name = 'only.way'");
        var visit = await VisitAsync(App, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(id);

        await visit.At("#passkeys [data-remove]").ClickAsync();
        await visit.At("#act-passkey-submit").ClickAsync();

        await Assertions
            .Expect(visit.At("#act-passkey-notice"))
            .ToHaveTextAsync("It is the only way into this account. Hand out a reset code first.");
        visit.Forgive("409");
        await visit.At("#act-passkey-cancel").ClickAsync();
        await Assertions.Expect(visit.At("#passkeys li")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task WhoMayNotActOnAnAccount_SeesItsPasskeyAndNoButton()
    {
        var (id, _) = await OwnerAsync("seen");
        App.Execute(
            $"""
            INSERT INTO passkeys
            SELECT x'01', 'of-super', (SELECT id FROM users WHERE aegisspeed_id = '{Some.SuperAdmin}'), 1, x'01', x'01', public_key, 0, 'Vault key',
                created_at, last_used_at
            FROM passkeys WHERE user_id = (SELECT id FROM users WHERE aegisspeed_id = '{id}')
            """
        );
        var visit = await VisitAsync(App, "en-US");
        await visit.AdminEnterAsync(Some.Admin);
        await visit.OpenUserAsync(id);
        await Assertions.Expect(visit.At("#passkeys [data-remove]")).ToBeVisibleAsync();

        await visit.OpenUserAsync(Some.SuperAdmin);
        await Assertions.Expect(visit.At("#passkeys li")).ToContainTextAsync("Vault key");
        await Assertions.Expect(visit.At("#passkeys button")).ToHaveCountAsync(0);

        // An administrator removes the own passkey under “My account” only.
        await visit.At("#logout").ClickAsync();
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(Some.SuperAdmin);
        await Assertions.Expect(visit.At("#passkeys li")).ToContainTextAsync("Vault key");
        await Assertions.Expect(visit.At("#passkeys button")).ToHaveCountAsync(0);
    }

    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 360)]
    [TestCase("en-US", 1280)]
    public async Task Views_AreFreeOfSeriousFindingsAndFit(string locale, int width) =>
        await PastEveryViewAsync(locale, width, AccessibilityTests.CheckAsync);

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Views_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await PastEveryViewAsync(locale, 1280, Pictures.DrawAsync);
    }

    private async Task PastEveryViewAsync(string locale, int width, Func<Visit, string, Task> look)
    {
        var (id, _) = await OwnerAsync($"drawn.{locale}.{width}");
        var visit = await VisitAsync(App, locale, width);
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(id);
        await look(visit, "admin-user-passkeys");
        await visit.At("#passkeys [data-remove]").ClickAsync();
        await look(visit, "admin-user-passkey-remove");
        await visit.At("#act-passkey-submit").ClickAsync();
        await visit.SeeAsync("#notice p");
        await visit.SeeAsync("#passkeys .empty");
        await look(visit, "admin-user-passkey-removed");
    }

    /// <summary>A user of the site with a passkey, signed in.</summary>
    private async Task<(string Id, Visit Visit)> OwnerAsync(string name)
    {
        var user = await App.AddUserAsync(name);
        var visit = await VisitAsync(App, "en-US", host: Host);
        await VirtualAuthenticator.AddAsync(visit.Page);
        await visit.LogInAsync(name);
        await visit.At("#passkey-add").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-list li[data-passkey]")).ToHaveCountAsync(1);
        return ($"{user.AegisSpeedId}", visit);
    }

    private static async Task LogOutAsync(Visit visit)
    {
        await visit.At("#logout").ClickAsync();
        await visit.ArriveAsync("/");
        await Assertions.Expect(visit.At("#passkey-submit")).ToBeVisibleAsync();
    }
}
