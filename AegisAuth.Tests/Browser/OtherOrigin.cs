using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AegisAuth.Tests.Browser;

/// <summary>A page of another program on a port of its own: for a browser another origin of the same site, so that cookies go along.</summary>
internal sealed class OtherOrigin : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["index.html"] = "text/html",
        ["app.js"] = "text/javascript",
    };

    private readonly WebApplication _pages = WebApplication.CreateSlimBuilder().Build();

    private OtherOrigin() { }

    /// <summary>Scheme, host and port, as a browser writes them.</summary>
    public string Origin => _pages.Urls.Single();

    /// <summary>The service that the pages call; set it when it is known.</summary>
    public string Service { get; set; } = "";

    /// <summary>Serves the sample for single-page applications.</summary>
    public static OtherOrigin Start()
    {
        var other = new OtherOrigin();
        other._pages.Urls.Add("http://127.0.0.1:0");
        other._pages.MapGet("/{file}", other.FileAsync);
        other._pages.MapGet("/favicon.ico", () => Results.NoContent());
        other._pages.StartAsync().GetAwaiter().GetResult();
        return other;
    }

    public async ValueTask DisposeAsync() => await _pages.DisposeAsync();

    private async Task<IResult> FileAsync(string file)
    {
        if (!Types.TryGetValue(file, out var type))
        {
            return Results.NotFound();
        }

        var text = await File.ReadAllTextAsync(Path.Combine(HouseRulesTests.Root, "docs", "samples", "spa", file));
        return Results.Text(text.Replace("http://localhost:5080", Service, StringComparison.Ordinal), type);
    }
}
