using AegisAuth.Domain;
using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>The page of administrators: its ways in, its lists, and what happens when a session or a secret ends.</summary>
[TestFixture]
internal sealed class AdminPageTests : BrowserTests
{
    private const string NewPassword = "three blue kettles sing";

    private static readonly TimeSpan SecretLifetime = TimeSpan.FromMinutes(11);

    [Test]
    public async Task Secret_Ended_IsAskedForWhereItIsNeededAndTheActGoesOn()
    {
        var target = await App.AddUserAsync(organisation: 1);
        var visit = await VisitAsync("en-US");
        await visit.AdminEnterAsync(Some.OrganisationAdmin);
        await visit.OpenUserAsync($"{target.AegisSpeedId}");
        App.Time.Advance(SecretLifetime);

        await visit.At("#disable").ClickAsync();
        await visit.At("#act-disable-submit").ClickAsync();
        await visit.At("#proof-password").FillAsync(Some.WrongPassword);
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#proof-notice")).ToHaveTextAsync("The password or the code is wrong");
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();

        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("is disabled");
        visit.Forgive("401");
        Assert.That((await App.UserAsync($"{target.AegisSpeedId}")).Enabled, Is.False);
    }

    [Test]
    public async Task Session_Ended_LeadsToTheLoginAndNothingOfTheTokenIsKept()
    {
        var visit = await VisitAsync();
        await visit.AdminEnterAsync(Some.OrganisationAdmin);
        Assert.That(
            await visit.Page.EvaluateAsync<string>("() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"),
            Does.Not.Contain("aegis_")
        );
        App.Execute("DELETE FROM sessions");
        App.Time.Advance(TimeSpan.FromSeconds(11));

        await visit.At("nav a[href='#audit']").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("登录已过期，请重新登录。");
        await visit.SeeAsync("#login-id");
        await Assertions.Expect(visit.At("nav")).ToBeHiddenAsync();
        visit.Forgive("401");

        await visit.AdminEnterAsync(Some.OrganisationAdmin);
        await visit.Page.ReloadAsync();
        await visit.SeeAsync("#login-id");
        await visit.AdminEnterAsync(Some.OrganisationAdmin);
        await visit.At("#logout").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("已退出登录。");
    }

    [Test]
    public async Task Login_Refused_SaysWhyInTheLanguageOfThePage()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/admin");
        foreach (
            var (id, password, says) in ((string, string, string)[])
                [
                    ("ASD00001", Some.Password, "An AegisSpeed ID has nine letters or digits"),
                    (Some.SuperAdmin, Some.WrongPassword, "The ID or the password is wrong"),
                    (Some.User, Some.Password, "This account has no administrator role"),
                ]
        )
        {
            await visit.At("#login-id").FillAsync(id);
            await visit.At("#login-password").FillAsync(password);
            await visit.At("#login-submit").ClickAsync();
            await Assertions.Expect(visit.At("#login-notice")).ToHaveTextAsync(says);
        }

        visit.Forgive("Failed to load resource");
        await visit.At("#language").ClickAsync();
        await Assertions.Expect(visit.At("#heading")).ToHaveTextAsync("管理员登录");
    }

    [Test]
    public async Task ResetCode_OfANewAdministrator_SetsThePasswordThatOpensThePage()
    {
        var admin = await App.AddUserAsync(AdminRole.Admin, name: "fresh.admin");
        using var client = App.Client();
        var made = await client.DataAsync(
            HttpMethod.Post,
            $"{ManageCalls.Users}/{admin.AegisSpeedId}/reset-password",
            await App.SessionAsync(await App.UserAsync(Some.SuperAdmin))
        );
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/admin");

        await visit.At("#use-code").ClickAsync();
        await visit.At("#language").ClickAsync();
        await Assertions.Expect(visit.At("#heading")).ToHaveTextAsync("设置新密码");
        await visit.At("#language").ClickAsync();
        await visit.At("#reset-code").FillAsync(made.GetProperty("code").GetString()!);
        await visit.At("#reset-new").FillAsync("short one");
        await visit.At("#reset-repeat").FillAsync("short one");
        await visit.At("#reset-submit").ClickAsync();
        await Assertions.Expect(visit.At("#reset-notice")).ToContainTextAsync("Too short");
        visit.Forgive("400");
        await visit.At("#reset-new").FillAsync(NewPassword);
        await visit.At("#reset-repeat").FillAsync(NewPassword);
        await visit.At("#reset-submit").ClickAsync();

        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("Your new password is set");
        await visit.AdminLogInAsync($"{admin.AegisSpeedId}", NewPassword);
    }

    [Test]
    public async Task Password_ThatMustChange_IsChangedBeforeAnythingElse()
    {
        await using var app = TestApp.Started();
        app.Execute("UPDATE users SET must_change_password = 1 WHERE user_name = 'manager'");
        var visit = await VisitAsync(app, "en-US");
        await visit.AdminLogInAsync(Some.Admin);

        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.At("#must-old").FillAsync(Some.Password);
        await visit.At("#must-new").FillAsync(NewPassword);
        await visit.At("#must-repeat").FillAsync(NewPassword);
        await visit.At("#must-submit").ClickAsync();
        await visit.At("#stepup-password").FillAsync(NewPassword);
        await visit.At("#stepup-submit").ClickAsync();

        await visit.SeeAsync("#users");
        visit.Forgive("403");
        await LeaveAsync();
    }

    [Test]
    public async Task Authenticator_ThatTheRoleMustHave_IsEnrolledAndCountsFromThenOn()
    {
        await using var app = TestApp.Create().With("StepUp:RequireAuthenticator", "管理员").Start();
        var visit = await VisitAsync(app, "en-US");
        await visit.AdminLogInAsync(Some.Admin);
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();

        await Assertions.Expect(visit.At("#heading")).ToHaveTextAsync("Set up an authenticator first");
        await Assertions.Expect(visit.At("nav")).ToBeHiddenAsync();
        visit.Forgive("403");
        await visit.At("#enrol-submit").ClickAsync();
        var key = Base32Text.Decode((await visit.At("#totp-secret").TextContentAsync())!);
        await visit.At("#confirm-code").FillAsync(app.TotpCode(key));
        await visit.At("#confirm-submit").ClickAsync();
        var codes = (await visit.At("#recovery-codes").TextContentAsync())!;
        Assert.That(codes.Split('\n'), Has.Length.EqualTo(10));
        // They are given once: another language does not lose them.
        await visit.At("#language").ClickAsync();
        await Assertions.Expect(visit.At("#heading")).ToHaveTextAsync("请先绑定身份验证器");
        await Assertions.Expect(visit.At("#recovery-codes")).ToHaveTextAsync(codes);
        await visit.At("#recovery-done").ClickAsync();
        await visit.SeeAsync("#users");

        // Later the password is the wrong kind of proof, and the page asks for the code by itself.
        app.Time.Advance(SecretLifetime);
        await visit.At("nav a[href='#me']").ClickAsync();
        await visit.At("#proof-password").FillAsync(Some.Password);
        await visit.At("#proof-submit").ClickAsync();
        await visit.At("#proof-code").FillAsync(app.TotpCode(key));
        await visit.At("#proof-submit").ClickAsync();
        await Assertions.Expect(visit.At("#authenticator .good")).ToBeVisibleAsync();
        visit.Forgive("40");
        await LeaveAsync();
    }

    [Test]
    public async Task Authenticator_OfSomebodyElse_IsTakenAway()
    {
        await using var app = TestApp.Started();
        using (var client = app.Client())
        {
            await client.EnrolAsync(app, await client.SteppedUpTokenAsync(Some.Admin));
        }

        var visit = await VisitAsync(app, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(Some.Admin);
        await visit.ActAsync("reset-authenticator", "The authenticator of “Manager” is removed.");

        await Assertions.Expect(visit.At("#reset-authenticator")).ToHaveCountAsync(0);
        await LeaveAsync();
    }

    [Test]
    public async Task Users_ManyOfThem_ArePagedThereAndBackInOrderAndFound()
    {
        await using var app = TestApp.Started();
        app.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1119)
            INSERT INTO users (id, aegisspeed_id, role, organisation_id, enabled, nickname, user_name, user_name_key, must_change_password,
                email, phone, real_name, avatar_url, parent_id, group_id, is_retailer, balance, total_reward, invite_code,
                created_at, updated_at, password_version)
            SELECT i, 'ASD00' || i, 0, 1, 1, 'many ' || i, 'many-' || i, 'many-' || i, 0,
                '', '', '', '', 0, 1, 0, 0, 0, 'invite-' || i, 0, 0, 0 FROM n
            """
        );
        var visit = await VisitAsync(app, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.At("#filter-text").FillAsync("many");
        await visit.At("#filter-submit").ClickAsync();
        await Assertions.Expect(visit.At("#page-number")).ToHaveTextAsync("Page 1, 120 users");
        await visit.At("#sort-user_name").ClickAsync();
        await Assertions.Expect(visit.At("#users tbody tr").First).ToContainTextAsync("many-1000");
        await visit.At("#sort-user_name").ClickAsync();
        await Assertions.Expect(visit.At("th[aria-sort=descending]")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.At("#users tbody tr").First).ToContainTextAsync("many-1119");

        await visit.At("#page-next").PressAsync("Enter");
        await Assertions.Expect(visit.At("#users tbody tr").First).ToContainTextAsync("many-1069");
        await visit.At("#page-next").PressAsync("Enter");
        await Assertions.Expect(visit.At("#users tbody tr")).ToHaveCountAsync(20);
        await Assertions.Expect(visit.At("#page-next")).ToBeDisabledAsync();
        await visit.At("#page-back").PressAsync("Enter");
        await Assertions.Expect(visit.At("#users tbody tr").First).ToContainTextAsync("many-1069");

        // An account opened and left again: the list is where it was.
        await visit.At("#users tbody a").First.ClickAsync();
        await visit.SeeAsync("#lines");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.At("#page-number")).ToHaveTextAsync("Page 2, 120 users");

        // Pressed twice before the answer comes, a button goes one page.
        await visit.At("#page-back").PressAsync("Enter");
        await Assertions.Expect(visit.At("#page-number")).ToHaveTextAsync("Page 1, 120 users");
        await visit.Page.EvaluateAsync(
            "() => { const next = document.getElementById('page-next'); next.dataset.old = ''; next.click(); next.click(); }"
        );
        await visit.SeeAsync("#page-next:not([data-old])");
        await Assertions.Expect(visit.At("#page-number")).ToHaveTextAsync("Page 2, 120 users");
        await Assertions.Expect(visit.At("#users tbody tr").First).ToContainTextAsync("many-1069");
        await LeaveAsync();
    }

    [Test]
    public async Task Audit_FilteredAndExported_IsWhatHappened()
    {
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        await visit.OpenUserAsync(Some.User);
        await visit.ActAsync("unlock", "is over");

        await visit.OpenAsync("audit", "#audit");
        await visit.At("#filter-action").SelectOptionAsync("user-unlock");
        await Assertions.Expect(visit.At("#audit tbody tr")).ToHaveCountAsync(1);
        await visit.At("#filter-target").FillAsync(Some.Admin);
        await visit.At("#filter-submit").ClickAsync();
        await Assertions.Expect(visit.At(".empty")).ToBeVisibleAsync();
        await visit.At("#filter-target").FillAsync(Some.User);
        await visit.At("#filter-to").FillAsync("2020-01-01T00:00");
        await visit.At("#filter-submit").ClickAsync();
        await Assertions.Expect(visit.At(".empty")).ToBeVisibleAsync();

        await visit.At("#export-open").ClickAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.At("#export-submit").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.That(download.SuggestedFilename, Does.StartWith("audit-").And.EndsWith(".ndjson"));
        Assert.That(lines, Has.Length.GreaterThan(5).And.All.Contain("\"previous_hash\":"));
        await LeaveAsync();
    }

    [Test]
    public async Task Organisation_MadeMeanwhile_HasItsNameAndItsUsersStayInIt()
    {
        const string name = "An organisation whose name is long enough to take the room of all the other columns";
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, "en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);
        app.Execute($"INSERT INTO organisations (id, name, name_key, created_at) VALUES (70, '{name}', 'x', 0)");
        app.Execute("UPDATE users SET organisation_id = 70 WHERE user_name = 'user'");

        await visit.OpenUserAsync(Some.User);
        await Assertions.Expect(visit.At(".facts")).ToContainTextAsync(name);
        await visit.At("#role").ClickAsync();
        await visit.At("#act-role-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("are changed");
        await Assertions.Expect(visit.At("#lines")).ToContainTextAsync($"Ordinary user · {name} → Ordinary user · {name}");
        Assert.That((await app.UserAsync(Some.User)).OrganisationId, Is.EqualTo(70));

        // Its name leaves the ids beside it whole.
        await visit.OpenAsync("audit", "#audit");
        await Assertions.Expect(visit.At("#audit")).ToContainTextAsync(name);
        var broken = await visit.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('#audit td a, #audit td:last-child span')].filter(it => it.getClientRects().length > 1).length"
        );
        Assert.That(broken, Is.Zero);
        await LeaveAsync();
    }

    [Test]
    public async Task View_ThatCannotBeShown_LeavesNothingOfTheOneBefore()
    {
        var target = await App.AddUserAsync(organisation: 1);
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync($"/admin#user/{Some.SuperAdmin}");
        await visit.At("#login-id").FillAsync(Some.OrganisationAdmin);
        await visit.At("#login-password").FillAsync(Some.Password);
        await visit.At("#login-submit").ClickAsync();
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("Not found");
        await visit.SeeAsync("nav");
        await Assertions.Expect(visit.At("#stepup-password")).ToHaveCountAsync(0);

        await visit.OpenUserAsync($"{target.AegisSpeedId}");
        await visit.SeeAsync("#disable");
        await visit.Page.EvaluateAsync("id => { location.hash = `#user/${id}`; }", Some.SuperAdmin);
        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("Not found");
        await Assertions.Expect(visit.At("#disable")).ToHaveCountAsync(0);
        visit.Forgive("404");
    }

    [Test]
    public async Task Keyboard_Alone_IsEnough()
    {
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync("/admin");
        await visit.At("#login-id").FocusAsync();
        await visit.Page.Keyboard.TypeAsync(Some.OrganisationAdmin);
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync(Some.Password);
        await visit.Page.Keyboard.PressAsync("Enter");
        // The heading has the keyboard: the field is the next stop.
        await Assertions.Expect(visit.At("#heading")).ToBeFocusedAsync();
        await Assertions.Expect(visit.At("#stepup-password")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync(Some.Password);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeeAsync("#users");
        await visit.At("#user-new").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.At("#create")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.At("#user-new")).ToBeFocusedAsync();

        // The button that opened the dialog has been drawn anew: the one in its place has the keyboard.
        await visit.OpenUserAsync(Some.User);
        await visit.At("#unlock").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.At("#act-unlock-submit").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.At("#act-unlock")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.At("#unlock")).ToBeFocusedAsync();
    }
}
