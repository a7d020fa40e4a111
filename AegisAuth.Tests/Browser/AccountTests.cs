using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The own account, from its making to what is seen and changed on the dashboard.</summary>
[TestFixture]
internal sealed class AccountTests : BrowserTests
{
    private const string Password = "quiet river under tall pines";
    private const string NewPassword = "another river, another pine";

    private static readonly TimeSpan NoLongerFresh = TimeSpan.FromMinutes(11);

    [Test]
    public async Task Account_MadeProvenAndItsPasswordForgotten_OpensWithTheNewOne()
    {
        var visit = await VisitAsync("en-US");
        await RegisterAsync(visit, "lina", "lina@example.com");
        await Assertions.Expect(visit.At("#email-state")).ToHaveTextAsync("not verified");

        await OpenMailAsync(visit, "Confirm your e-mail address");
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#email-state")).ToHaveTextAsync("verified");

        await visit.At("#logout").ClickAsync();
        await visit.At("#to-forgot").ClickAsync();
        await visit.At("#forgot-email").FillAsync("lina@example.com");
        await visit.At("#forgot-submit").ClickAsync();
        await Assertions.Expect(visit.At("#forgot-notice")).ToContainTextAsync("a link is on its way");
        await OpenMailAsync(visit, "password");
        await visit.At("#reset-password").FillAsync(NewPassword);
        await visit.At("#reset-repeat").FillAsync(NewPassword);
        await visit.At("#reset-submit").ClickAsync();
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("Your new password is set. Sign in to continue.");
        Assert.That(visit.Page.Url, Is.EqualTo(App.Address.AbsoluteUri));

        await visit.SendPasswordAsync("lina@example.com", NewPassword);
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToHaveTextAsync("Hello, lina");
    }

    [Test]
    public async Task VerificationLink_OpenedSignedOut_IsKeptUntilTheLogin()
    {
        var visit = await VisitAsync("en-US");
        await RegisterAsync(visit, "otto", "otto@example.com");
        await visit.At("#logout").ClickAsync();
        await visit.ArriveAsync("/");

        await OpenMailAsync(visit, "Confirm your e-mail address");
        await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync("Sign in to finish verifying your e-mail address.");
        await visit.SendPasswordAsync("otto", Password);

        await Assertions.Expect(visit.At("#email-state")).ToHaveTextAsync("verified");
    }

    [Test]
    public async Task Registration_NameTaken_SaysSo()
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/#register");

        await FillRegistrationAsync(visit, "ADMIN", "");

        await Assertions.Expect(visit.At("#register-notice")).ToContainTextAsync("用户名");
    }

    [Test]
    public async Task Logins_LinkedAndUnlinked_AreSeenEachTime()
    {
        var visit = await VisitAsync("en-US");
        await RegisterAsync(visit, "ada", "");
        App.Time.Advance(NoLongerFresh);

        await visit.At("#link-google").ClickAsync();
        await visit.ConsentAsync("zhang");
        await visit.At("#proof-password").FillAsync(Some.WrongPassword);
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#proof-notice")).ToHaveTextAsync("Incorrect user name or password");
        await visit.At("#proof-password").FillAsync(Password);
        await visit.At("#proof-submit").ClickAsync();
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#dashboard-notice")).ToHaveTextAsync("Google is linked.");

        await visit.At("#login-list li[data-platform=google] button").ClickAsync();
        await visit.At("#unlink-password").FillAsync(Password);
        await visit.At("#unlink-submit").ClickAsync();

        await Assertions.Expect(visit.At("#logins-notice")).ToHaveTextAsync("Google is unlinked.");
        await Assertions.Expect(visit.At("#login-list li[data-platform]")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Details_EmailChangedLongAfterTheLogin_AsksForThePassword()
    {
        var visit = await VisitAsync("en-US");
        await RegisterAsync(visit, "ben", "ben@example.com");
        App.Time.Advance(NoLongerFresh);

        await visit.At("#detail-email").FillAsync("benjamin@example.com");
        await visit.At("#details-submit").ClickAsync();
        await visit.At("#proof-password").FillAsync(Password);
        await visit.At("#proof-submit").ClickAsync();

        await Assertions.Expect(visit.At("#details-notice")).ToHaveTextAsync("Your details are saved.");
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.At("#detail-email")).ToHaveValueAsync("benjamin@example.com");
    }

    [Test]
    public async Task Sessions_AnotherOneEnded_IsAtTheLoginPageOnItsNextStep()
    {
        var here = await VisitAsync("en-US");
        var there = await VisitAsync("en-US");
        await RegisterAsync(here, "eve", "");
        await there.Page.GotoAsync("/");
        await there.SendPasswordAsync("eve", Password);
        await there.ArriveAsync("/dashboard");
        await here.Page.ReloadAsync();

        await here.At("#session-list [data-revoke]").ClickAsync();
        await Assertions.Expect(here.At("#sessions-notice")).ToHaveTextAsync("That session is ended.");
        await Assertions.Expect(here.At("#session-list li")).ToHaveCountAsync(1);

        await there.Page.ReloadAsync();
        await there.ArriveAsync("/");
        await Assertions.Expect(there.At("#login-notice")).ToHaveTextAsync("Your session has ended. Sign in again.");
    }

    private static async Task RegisterAsync(Visit visit, string name, string email)
    {
        await visit.Page.GotoAsync("/");
        await visit.At("#to-register").ClickAsync();
        await FillRegistrationAsync(visit, name, email);
        await visit.ArriveAsync("/dashboard");
        await Assertions.Expect(visit.At("#greeting")).ToContainTextAsync(name);
    }

    private static async Task FillRegistrationAsync(Visit visit, string name, string email)
    {
        await visit.At("#register-name").FillAsync(name);
        await visit.At("#register-password").FillAsync(Password);
        await visit.At("#register-email").FillAsync(email);
        await visit.At("#register-submit").ClickAsync();
    }

    /// <summary>Waits for the message in the outbox, and follows its link as its reader would.</summary>
    private static async Task OpenMailAsync(Visit visit, string subject)
    {
        var link = await visit.Page.EvaluateAsync<string>(
            """
            async subject => {
              for (;;) {
                const text = await (await fetch('/dev/outbox')).text();
                const article = text.split('<article>').find(part => part.includes('<h2>') && part.split('</h2>')[0].includes(subject));
                if (article) return article.match(/href="([^"]+)"/)[1].replaceAll('&amp;', '&');
                await new Promise(again => setTimeout(again, 50));
              }
            }
            """,
            subject
        );
        await visit.Page.GotoAsync(link);
    }
}
