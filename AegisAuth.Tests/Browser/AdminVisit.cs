using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>What an administrator does on the page at <c>/admin</c>, named by what it means.</summary>
internal static class AdminVisit
{
    /// <summary>A login with the password, up to the question for the proof.</summary>
    public static async Task AdminLogInAsync(this Visit visit, string id, string password = Some.Password)
    {
        await visit.Page.GotoAsync("/admin");
        await visit.At("#login-id").FillAsync(id);
        await visit.At("#login-password").FillAsync(password);
        await visit.At("#login-submit").ClickAsync();
        await Assertions.Expect(visit.At("#stepup-password")).ToBeVisibleAsync();
    }

    /// <summary>A login and the proof by password, up to the list of users.</summary>
    public static async Task AdminEnterAsync(this Visit visit, string id)
    {
        await visit.AdminLogInAsync(id);
        await visit.At("#stepup-password").FillAsync(Some.Password);
        await visit.At("#stepup-submit").ClickAsync();
        await visit.SeeAsync("#users");
    }

    /// <summary>Waits until this is there to be seen.</summary>
    public static Task SeeAsync(this Visit visit, string selector) => Assertions.Expect(visit.At(selector).First).ToBeVisibleAsync();

    /// <summary>Goes to a view by the navigation, as a reader does.</summary>
    public static async Task OpenAsync(this Visit visit, string view, string sign)
    {
        // What an act before this one shows anew must be there, or it would be taken for the view that is asked for.
        await visit.SeeAsync("#view:not([aria-busy])");
        // Marked, so that what is shown afterwards is told from what was shown before.
        await visit.Page.EvaluateAsync(
            "view => { if (location.hash !== '#' + view) document.getElementById('heading').dataset.old = ''; }",
            view
        );
        await visit.At($"nav a[href='#{view}']").ClickAsync();
        await visit.SeeAsync("#heading:not([data-old])");
        await visit.SeeAsync(sign);
    }

    /// <summary>Finds an account by its id and opens it.</summary>
    public static async Task OpenUserAsync(this Visit visit, string id)
    {
        await visit.OpenAsync("users", "#users");
        await visit.At("#filter-text").FillAsync(id);
        await visit.At("#filter-submit").ClickAsync();
        await Assertions.Expect(visit.At("#users tbody tr")).ToHaveCountAsync(1);
        await visit.At($"#users a[href='#user/{id}']").ClickAsync();
        await visit.SeeAsync("#lines");
    }

    /// <summary>Presses the button of an act and agrees, and waits for what the page says then.</summary>
    public static async Task ActAsync(this Visit visit, string act, string says)
    {
        await visit.At($"#{act}").ClickAsync();
        await visit.At($"#act-{act}-submit").ClickAsync();
        await Assertions.Expect(visit.At("#notice")).ToContainTextAsync(says);
    }

    /// <summary>The ids of the acts that an account shows.</summary>
    public static Task<string[]> ActsAsync(this Visit visit) =>
        visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.acts button')].map(button => button.id)");

    /// <summary>The values that a list offers.</summary>
    public static Task<string[]> OptionsAsync(this Visit visit, string selector) =>
        visit.Page.EvaluateAsync<string[]>("selector => [...document.querySelectorAll(`${selector} option`)].map(o => o.value)", selector);
}
