using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Every act on the page of administrators, in all three roles: what a role may not do is not shown.</summary>
[TestFixture]
internal sealed class AdminRolesTests : BrowserTests
{
    private const string SuperAdmin = "超级管理员";

    private static readonly string[] ActsOnOrdinary = ["role", "reset-password", "unlock", "revoke-sessions", "disable", "erase"];

    [Test]
    public async Task SuperAdmin_EveryAct_IsDone()
    {
        var visit = await VisitAsync("en-US");
        await visit.AdminEnterAsync(Some.SuperAdmin);

        await visit.OpenAsync("organisations", "#organisations");
        await visit.At("#org-new").ClickAsync();
        await visit.At("#org-create-name").FillAsync("North <b>");
        await visit.At("#org-create-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToHaveTextAsync("“North <b>” is created.");
        await visit.At("[data-rename='1']").ClickAsync();
        await visit.At("#org-rename-name").FillAsync("Head office");
        await visit.At("#org-rename-submit").ClickAsync();
        await Assertions.Expect(visit.At("#organisations")).ToContainTextAsync("Head office");

        var id = await CreateAsync(visit, "li.na", everything: true);
        await visit.OpenUserAsync(id);
        await Assertions.Expect(visit.At(".facts")).ToContainTextAsync("Head office");
        Assert.That(await visit.ActsAsync(), Is.EqualTo(ActsOnOrdinary));
        await visit.At("#role").ClickAsync();
        Assert.That(await visit.OptionsAsync("#role-role"), Is.EqualTo((string[])["", "组织管理员", "管理员", SuperAdmin]));
        await visit.At("#role-role").SelectOptionAsync("管理员");
        await visit.At("#act-role-submit").ClickAsync();
        await Assertions.Expect(visit.At(".facts")).ToContainTextAsync("Administrator");
        await ActOnAsync(visit, "li.na");

        // The last super administrator manages everyone, but not itself out of the house.
        await visit.OpenUserAsync(Some.SuperAdmin);
        Assert.That(await visit.ActsAsync(), Is.Empty);
        await Assertions.Expect(visit.At("#sessions [data-current], #sessions .good")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Admin_ManagesOrdinaryUsersOfEveryOrganisationAndSeesTheRest()
    {
        var visit = await VisitAsync("en-US");
        var foreign = await App.AddUserAsync(organisation: 77, name: "of-seventy-seven");
        await visit.AdminEnterAsync(Some.Admin);

        var id = await CreateAsync(visit, "admin.made", everything: false);
        await visit.OpenUserAsync(id);
        Assert.That(await visit.ActsAsync(), Is.EqualTo(ActsOnOrdinary));
        await ActOnAsync(visit, "admin.made");
        await visit.OpenUserAsync($"{foreign.AegisSpeedId}");
        await Assertions.Expect(visit.At(".facts")).ToContainTextAsync("Organisation 77");
        await visit.At("#role").ClickAsync();
        await Assertions.Expect(visit.At("#role-role")).ToHaveCountAsync(0);
        await visit.At("#role-organisation").SelectOptionAsync("1");
        await visit.At("#act-role-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync("are changed");
        await visit.OpenUserAsync(Some.SuperAdmin);
        Assert.That(await visit.ActsAsync(), Is.Empty);

        await visit.OpenAsync("organisations", "#organisations");
        await Assertions.Expect(visit.At("#org-new, [data-rename]")).ToHaveCountAsync(0);
        await visit.OpenAsync("audit", "#audit");
        await Assertions.Expect(visit.At("#export-open")).ToBeVisibleAsync();
    }

    [Test]
    public async Task OrganisationAdmin_SeesAndManagesItsOwnAndNothingElse()
    {
        var visit = await VisitAsync("en-US");
        await App.AddUserAsync(organisation: 78, name: "elsewhere");
        await visit.AdminEnterAsync(Some.OrganisationAdmin);

        await Assertions.Expect(visit.At("#filter-organisation")).ToHaveCountAsync(0);
        await visit.At("#filter-text").FillAsync("elsewhere");
        await visit.At("#filter-submit").ClickAsync();
        await Assertions.Expect(visit.At(".empty")).ToBeVisibleAsync();
        await visit.At("#filter-text").FillAsync("");
        await visit.At("#filter-submit").ClickAsync();
        await visit.SeeAsync("#users");

        var id = await CreateAsync(visit, "org.made", everything: false);
        await visit.OpenUserAsync(id);
        // One role and one organisation to give: there is nothing to choose.
        Assert.That(await visit.ActsAsync(), Is.EqualTo(ActsOnOrdinary.Except(["role"])));
        await ActOnAsync(visit, "org.made");

        await visit.OpenAsync("organisations", "#organisations");
        await Assertions.Expect(visit.At("#organisations tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.At("#org-new, [data-rename]")).ToHaveCountAsync(0);
        await visit.OpenAsync("audit", "#audit");
        await Assertions.Expect(visit.At("#export-open")).ToHaveCountAsync(0);
    }

    // What every role may do to an ordinary user; each is felt by the service, and told in a sentence.
    private static async Task ActOnAsync(Visit visit, string name)
    {
        await visit.ActAsync("unlock", $"The pause of “{name}” is over.");
        await visit.ActAsync("revoke-sessions", $"Every session of “{name}” is ended.");
        await visit.ActAsync("disable", $"“{name}” is disabled.");
        await Assertions.Expect(visit.At(".heading .bad")).ToHaveTextAsync("Disabled");
        await visit.ActAsync("enable", $"“{name}” is enabled.");
        await visit.ActAsync("reset-password", $"A reset code for “{name}” is made.");
        Assert.That(await visit.At("#code-text").TextContentAsync(), Has.Length.EqualTo(43));
        await visit.At("#code-done").ClickAsync();
        // Looks leave the acts room.
        await Assertions.Expect(visit.At("#audit tbody tr").First).ToContainTextAsync("Reset code made");
    }

    private async Task<string> CreateAsync(Visit visit, string name, bool everything)
    {
        await visit.OpenAsync("users", "#users");
        await visit.At("#user-new").ClickAsync();
        await visit.At("#create-name").FillAsync(name);
        if (everything)
        {
            await visit.At("#create-organisation").SelectOptionAsync("1");
        }
        else
        {
            await Assertions.Expect(visit.At("#create-role")).ToHaveCountAsync(0);
        }

        await visit.At("#create-submit").ClickAsync();
        await visit.SeeAsync("#code-text");
        await visit.At("#code-done").ClickAsync();
        return (await App.TextsAsync("SELECT aegisspeed_id FROM users WHERE user_name = @name", ("@name", name))).Single();
    }
}
