using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Passkeys on the pages of the site, with Chromium's virtual authenticator.</summary>
[TestFixture]
internal sealed class PasskeyPageTests : BrowserTests
{
    // No passkey belongs to an address in numbers.
    private const string Host = "localhost";
    private const string Refused = "The passkey is invalid or has expired";
    private const string Cancelled = "Cancelled, or it took too long. Try again.";

    [Test]
    public async Task Passkey_AddedRenamedUsedAndRemoved_WorksAsFarAsItGoes()
    {
        var visit = await ArrangeAsync("walker");
        await Assertions.Expect(visit.At("#passkey-list li")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.At("#passkey-list")).ToContainTextAsync("Chrome on Linux");

        await visit.At("[data-rename]").PressAsync("Enter");
        await Assertions.Expect(visit.At("#rename-name")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("Desk");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.At("#passkey-list")).ToContainTextAsync("Desk");

        await LogOutAsync(visit);
        await visit.At("#passkey-submit").PressAsync("Enter");
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#detail-name")).ToHaveTextAsync("walker");

        await visit.At("[data-remove]").ClickAsync();
        await visit.At("#confirm-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkeys-notice")).ToContainTextAsync("“Desk” is removed.");
        await Assertions.Expect(visit.At("#passkey-list .none")).ToBeVisibleAsync();

        await LogOutAsync(visit);
        await visit.At("#passkey-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-notice")).ToContainTextAsync(Refused);
    }

    [Test]
    public async Task Passkey_LoginNoLongerFresh_IsAddedWithThePassword()
    {
        var visit = await OpenAsync("stale");
        await VirtualAuthenticator.AddAsync(visit.Page);
        App.Time.Advance(TimeSpan.FromMinutes(11));

        await visit.At("#passkey-add").ClickAsync();
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkeys-notice")).ToContainTextAsync("The passkey is added.");
        await visit.At("#passkey-add").ClickAsync();
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkeys-notice")).ToContainTextAsync("This device has a passkey of this account already.");
    }

    [Test]
    public async Task Login_UserWhoDoesNotVerify_IsRefusedByTheBrowserAndByTheService()
    {
        var visit = await OpenAsync("unverified");
        var authenticator = await VirtualAuthenticator.AddAsync(visit.Page);
        await AddAsync(visit);
        await LogOutAsync(visit);
        await authenticator.VerifyUserAsync(false);

        await visit.At("#passkey-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-notice")).ToContainTextAsync(Cancelled);

        // A page that asks for less gets an answer from the authenticator, and the service looks at it.
        await visit.Page.RouteAsync(
            "**/api/login/passkey",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = (await answer.TextAsync()).Replace("\"required\"", "\"discouraged\"", StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = answer, Body = body });
            }
        );
        await visit.At("#passkey-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-notice")).ToContainTextAsync(Refused);

        await visit.Page.UnrouteAllAsync();
        await authenticator.VerifyUserAsync(true);
        await visit.At("#passkey-submit").ClickAsync();
        await visit.ArriveAsync("/dashboard");
    }

    [Test]
    public async Task Login_ClonedAuthenticator_IsRefused()
    {
        var visit = await OpenAsync("cloned");
        var authenticator = await VirtualAuthenticator.AddAsync(visit.Page);
        await AddAsync(visit);
        var clone = (await authenticator.KeysAsync()).Single();
        await LogOutAsync(visit);
        await visit.At("#passkey-submit").ClickAsync();
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#account")).ToBeVisibleAsync();
        await LogOutAsync(visit);

        await authenticator.ClearAsync();
        await authenticator.CopyAsync(clone);
        await visit.At("#passkey-submit").ClickAsync();

        await Assertions.Expect(visit.At("#passkey-notice")).ToContainTextAsync(Refused);
    }

    [Test]
    public async Task Login_TwoTabs_DoNotDisturbEachOther()
    {
        var visit = await OpenAsync("tabs");
        var authenticator = await VirtualAuthenticator.AddAsync(visit.Page);
        await AddAsync(visit);
        await LogOutAsync(visit);
        var other = await visit.Page.Context.NewPageAsync();
        await (await VirtualAuthenticator.AddAsync(other)).CopyAsync((await authenticator.KeysAsync()).Single());
        await other.GotoAsync("/");

        // The first tab has its options, and waits; the second one asks for options of its own and logs in.
        var held = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.Page.RouteAsync("**/api/login", route => held.TrySetResult(route));
        await visit.At("#passkey-submit").ClickAsync();
        var waiting = await held.Task;
        // Of two copies with one count one is refused: the copy goes on from where the first has come to.
        await other.Locator("#passkey-submit").ClickAsync();
        await Assertions.Expect(other.Locator("#passkey-notice p, #account").First).ToBeVisibleAsync();
        Assert.That(new Uri(other.Url).AbsolutePath, Is.EqualTo("/dashboard"));
        await waiting.ContinueAsync();

        // Its challenge is still good: only its counter has been overtaken.
        await Assertions.Expect(visit.At("#passkey-notice")).ToContainTextAsync(Refused);
        await visit.Page.UnrouteAllAsync();
        await visit.At("#passkey-submit").ClickAsync();
        await visit.ArriveAsync("/dashboard");
    }

    [Test]
    public async Task Administrator_OnTheSite_IsSentToThePageOfAdministrators()
    {
        var visit = await VisitAsync(App, "en-US", host: Host);
        await visit.LogInAsync("admin");

        await visit.At("#passkey-add").ClickAsync();

        await Assertions
            .Expect(visit.At("#passkeys-notice"))
            .ToContainTextAsync("This account has an administrator role: manage its passkeys on the page of administrators.");
    }

    [Test]
    public async Task Page_AtAnotherAddress_SaysSo()
    {
        await App.AddUserAsync("elsewhere");
        var visit = await VisitAsync(App, "en-US");
        await visit.LogInAsync("elsewhere");

        await visit.At("#passkey-add").ClickAsync();

        await Assertions.Expect(visit.At("#passkeys-notice")).ToContainTextAsync("Passkeys do not work at this address.");
    }

    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 360)]
    [TestCase("en-US", 1280)]
    public async Task Dialogs_OfPasskeys_AreFreeOfSeriousFindingsAndFit(string locale, int width)
    {
        await PastEveryViewAsync(locale, width, AccessibilityTests.CheckAsync);
    }

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Pages_OfPasskeys_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await PastEveryViewAsync(locale, 1280, Pictures.DrawAsync);
    }

    private async Task PastEveryViewAsync(string locale, int width, Func<Visit, string, Task> look)
    {
        var visit = await OpenAsync($"seen.{locale}.{width}", locale, width);
        await VirtualAuthenticator.AddAsync(visit.Page);
        await Assertions.Expect(visit.At("#passkey-add")).ToBeVisibleAsync();
        foreach (var list in (string[])["login", "passkey", "session"])
        {
            await Assertions.Expect(visit.At($"#{list}-list li").First).ToBeVisibleAsync();
        }

        await look(visit, "passkeys-none");
        await AddAsync(visit);
        await look(visit, "passkeys-one");
        await visit.At("[data-rename]").ClickAsync();
        await look(visit, "passkey-rename");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.At("[data-remove]").ClickAsync();
        await look(visit, "passkey-remove");
        await visit.Page.Keyboard.PressAsync("Escape");
        await LogOutAsync(visit);
        await look(visit, "passkey-login");
        App.Execute("DELETE FROM passkeys");
        await visit.At("#passkey-submit").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-notice p")).ToBeVisibleAsync();
        await look(visit, "passkey-login-refused");
    }

    /// <summary>A user with a passkey, on the dashboard.</summary>
    private async Task<Visit> ArrangeAsync(string name)
    {
        var visit = await OpenAsync(name);
        await VirtualAuthenticator.AddAsync(visit.Page);
        await AddAsync(visit);
        return visit;
    }

    private async Task<Visit> OpenAsync(string name, string locale = "en-US", int width = 1280)
    {
        await App.AddUserAsync(name);
        var visit = await VisitAsync(App, locale, width, Host);
        await visit.LogInAsync(name);
        return visit;
    }

    private static async Task AddAsync(Visit visit)
    {
        await visit.At("#passkey-add").ClickAsync();
        await Assertions.Expect(visit.At("#passkey-list li[data-passkey]")).ToHaveCountAsync(1);
    }

    private static async Task LogOutAsync(Visit visit)
    {
        await visit.At("#logout").ClickAsync();
        await visit.ArriveAsync("/");
        await Assertions.Expect(visit.At("#passkey-submit")).ToBeVisibleAsync();
    }
}
