using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AegisAuth.Tests.Simulator;

/// <summary>The simulator alone, on a port of its own, spoken to over real HTTP.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, FakeTimeProvider clock)
    {
        _app = app;
        Clock = clock;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public FakeTimeProvider Clock { get; }

    public IConfiguration Configuration => _app.Configuration;

    public IServiceProvider Services => _app.Services;

    public SimulatorKeys Keys => _app.Services.GetRequiredService<SimulatorKeys>();

    /// <summary>Where the service says its callback is.</summary>
    public string RedirectUri => new Uri(Client.BaseAddress!, "/").AbsoluteUri;

    public static async Task<SimulatorHost> StartAsync(IDictionary<string, string?>? settings = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSimulator(builder.Configuration, builder.Environment);
        var app = builder.Build();
        app.MapSimulator();
        map?.Invoke(app);
        await app.StartAsync();
        return new SimulatorHost(app, clock);
    }

    public async Task<JsonElement> GetAsync(string path, params (string Name, string? Value)[] query)
    {
        using var response = await Client.GetAsync(Address(path, query));
        return await JsonOf(response);
    }

    public async Task<string> GetTextAsync(string path, params (string Name, string? Value)[] query) =>
        await Client.GetStringAsync(Address(path, query));

    public async Task<JsonElement> PostFormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        using var response = await Client.PostAsync("/dev/simulator" + path, content);
        return await JsonOf(response);
    }

    /// <summary>What the phone of this person would hand to the mini program.</summary>
    public async Task<JsonElement> PhoneAsync(string platform, string person)
    {
        using var response = await Client.PostAsync($"/dev/simulator/{platform}/code", new StringContent($$"""{"person":"{{person}}"}"""));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await JsonOf(response);
    }

    /// <summary>Opens an authorize page, chooses, and returns where the browser is sent.</summary>
    public async Task<Uri> ConsentAsync(string path, (string Name, string? Value)[] query, string person = "lin", string decision = "allow")
    {
        var page = await GetTextAsync(path, query);
        using var response = await DecideAsync(TicketIn(page), person, decision);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        return response.Headers.Location!;
    }

    public async Task<HttpResponseMessage> DecideAsync(string ticket, string person, string decision)
    {
        using var form = new FormUrlEncodedContent([new("ticket", ticket), new("person", person), new("decision", decision)]);
        return await Client.PostAsync("/dev/simulator/consent", form);
    }

    public static string TicketIn(string page)
    {
        const string Before = "name=\"ticket\" value=\"";
        var start = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return page[start..page.IndexOf('"', start)];
    }

    /// <summary>A mini program's signature, computed by the provider's rule.</summary>
    public static string Signature(string rawData, string sessionKey)
    {
#pragma warning disable CA5350 // The providers' rule is SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(rawData + sessionKey)));
#pragma warning restore CA5350
    }

    /// <summary>One parameter of the callback; empty when it is not there.</summary>
    public static string Part(Uri callback, string name) =>
        QueryHelpers.ParseQuery(callback.Query).TryGetValue(name, out var value) ? value.ToString() : "";

    public static string Address(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString("/dev/simulator" + path, query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    /// <summary>The query with one value replaced; null takes the parameter out.</summary>
    public static (string Name, string? Value)[] With((string Name, string? Value)[] query, string name, string? value) =>
        [.. query.Select(pair => pair.Name == name ? (name, value) : pair).Where(pair => pair.Item2 is not null)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    // Providers declare their JSON as anything.
    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}

/// <summary>Tests that leave the clock alone share one host.</summary>
internal abstract class SimulatorTests
{
    protected SimulatorHost Host { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Host = await SimulatorHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Host.DisposeAsync();
}
