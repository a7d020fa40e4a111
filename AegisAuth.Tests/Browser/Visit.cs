using System.Collections.Concurrent;
using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>A user in front of a browser of their own. What the console complains of meanwhile is kept.</summary>
internal sealed class Visit
{
    private const float Patience = 20_000;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visit(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Errors of scripts, of the network and of the Content-Security-Policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visit> BeginAsync(TestApp app, string locale = "zh-CN", int width = 1280, string? host = null)
    {
        var context = await Chromium.Browser.NewContextAsync(
            new()
            {
                BaseURL = host is null
                    ? app.Address.AbsoluteUri
                    : new UriBuilder(app.Address) { Host = host }
                        .Uri
                        .AbsoluteUri,
                Locale = locale,
                ViewportSize = new() { Width = width, Height = 800 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(Patience);
        var visit = new Visit(await context.NewPageAsync());
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                visit._complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => visit._complaints.Enqueue(error.Error);
        return visit;
    }

    /// <summary>Takes back the complaints with this text, which a test has caused itself; there must be one.</summary>
    public void Forgive(string text)
    {
        var kept = _complaints.Where(complaint => !complaint.Contains(text, StringComparison.Ordinal)).ToList();
        Assert.That(kept, Has.Count.LessThan(_complaints.Count), $"No complaint about {text}");
        _complaints.Clear();
        kept.ForEach(_complaints.Enqueue);
    }

    public ILocator At(string selector) => Page.Locator(selector);

    /// <summary>Waits until the browser is at this path, whatever the query.</summary>
    public Task ArriveAsync(string path) => Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path);

    /// <summary>Fills in the password form and sends it.</summary>
    public async Task SendPasswordAsync(string userName, string password, bool remember = false)
    {
        await At("#user_name").FillAsync(userName);
        await At("#password").FillAsync(password);
        await At("#remember").SetCheckedAsync(remember);
        await At("#login-submit").ClickAsync();
    }

    /// <summary>A login with a password that must end on the dashboard.</summary>
    public async Task LogInAsync(string userName = "user")
    {
        await Page.GotoAsync("/");
        await SendPasswordAsync(userName, Some.Password);
        await ArriveAsync("/dashboard");
        await Assertions.Expect(At("#account")).ToBeVisibleAsync();
    }

    /// <summary>Chooses a person on the simulator's consent page and agrees.</summary>
    public async Task ConsentAsync(string person)
    {
        await At($"input[name=person][value={person}]").CheckAsync();
        await At("button[value=allow]").ClickAsync();
    }

    /// <summary>
    /// Agrees as this person, and is told the address to return to instead of going there: it works as it is, here and
    /// in any other browser.
    /// </summary>
    public async Task<string> CatchReturnAsync(string person)
    {
        // Sent beside the page: routes see no request that follows a redirect, so it could not be held back on its way.
        var form = Page.APIRequest.CreateFormData();
        form.Set("ticket", await At("input[name=ticket]").InputValueAsync());
        form.Set("person", person);
        form.Set("decision", "allow");
        var answer = await Page.APIRequest.PostAsync("/dev/simulator/consent", new() { Form = form, MaxRedirects = 0 });
        return answer.Headers["location"];
    }

    /// <summary>The cookie of this name; null where there is none.</summary>
    public async Task<BrowserContextCookiesResult?> CookieAsync(string name) =>
        (await Page.Context.CookiesAsync()).SingleOrDefault(cookie => cookie.Name == name);

    /// <summary>Whether the page must be moved sideways to be read.</summary>
    public Task<bool> IsTooWideAsync() =>
        Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth");
}
