using System.Net;
using AegisAuth.Api.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatorSetupTests
{
    [TestCase("Production")]
    [TestCase("Staging")]
    [TestCase("Testing")]
    public void AddSimulator_OutsideDevelopment_RefusesToExist(string environment)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            builder.Services.AddSimulator(builder.Configuration, builder.Environment)
        );

        Assert.That(refusal.Message, Does.Contain("refuses to exist").And.Contain(environment));
        Assert.That(builder.Configuration["Providers:Weapp:AppId"], Is.Null);
    }

    [Test]
    public async Task MapSimulator_OutsideDevelopment_RefusesToExist()
    {
        await using var app = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" }).Build();

        Assert.Throws<InvalidOperationException>(() => app.MapSimulator());
    }

    [Test]
    public async Task Settings_PortZero_NameTheRealPort()
    {
        await using var host = await SimulatorHost.StartAsync();
        var port = host.Client.BaseAddress!.Port;

        Assert.That(port, Is.Not.Zero);
        Assert.That(host.Configuration["Providers:Weapp:BaseUrl"], Is.EqualTo($"http://127.0.0.1:{port}/dev/simulator/weapp"));
        Assert.That(host.Configuration["Providers:Google:RedirectUri"], Is.EqualTo(host.RedirectUri));
    }

    [Test]
    public async Task Settings_PortZero_ReachOptionsThatWereReadBefore()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSimulator(builder.Configuration, builder.Environment);
        builder.Services.AddOptions<Platform>().BindConfiguration("Providers:Tt");
        await using var app = builder.Build();
        app.MapSimulator();
        var options = app.Services.GetRequiredService<IOptionsMonitor<Platform>>();

        var before = options.CurrentValue.BaseUrl;
        await app.StartAsync();
        var after = options.CurrentValue.BaseUrl;

        Assert.That(before, Is.EqualTo("http://127.0.0.1:0/dev/simulator/tt"));
        Assert.That(after, Is.EqualTo(app.Urls.Single() + "/dev/simulator/tt"));
    }

    [Test]
    public async Task Settings_PlatformWithKeysOfItsOwn_AreNotMixed()
    {
        await using var host = await SimulatorHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["Providers:Weapp:AppId"] = "wx-of-the-operator",
                ["Providers:Google:ClientId"] = "client-of-the-operator",
                ["Providers:Tt:AppId"] = "",
            }
        );

        Assert.That(host.Configuration["Providers:Weapp:BaseUrl"], Is.Null);
        Assert.That(host.Configuration["Providers:Weapp:AppSecret"], Is.Null);
        Assert.That(host.Configuration["Providers:Google:Authority"], Is.Null);
        Assert.That(host.Configuration["Providers:Swan:AppId"], Is.EqualTo("simulated-swan"));
        // The defaults of options bound from it stay as they are.
        Assert.That(host.Configuration.GetSection("Providers:Weapp").Get<Platform>()!.BaseUrl, Is.EqualTo("https://vendor.example"));
    }

    [Test]
    public async Task Settings_OwnRedirectUri_IsTheRegisteredOne()
    {
        await using var host = await SimulatorHost.StartAsync(
            new Dictionary<string, string?> { ["Providers:Alipay:RedirectUri"] = "http://localhost:3000/back" }
        );

        var page = await host.GetTextAsync(
            "/alipay/oauth2/publicAppAuthorize.htm",
            ("app_id", "simulated-alipay"),
            ("scope", "auth_user"),
            ("redirect_uri", "http://localhost:3000/back")
        );

        Assert.That(SimulatorHost.TicketIn(page), Has.Length.EqualTo(32));
        Assert.That(host.Configuration["Providers:Alipay:AppId"], Is.EqualTo("simulated-alipay"));
    }

    [Test]
    public async Task Settings_SimulateOff_AreNone()
    {
        await using var host = await SimulatorHost.StartAsync(new Dictionary<string, string?> { ["Providers:Simulate"] = "false" });

        Assert.That(host.Configuration.GetSection("Providers").GetChildren().Select(child => child.Key), Is.EqualTo(new[] { "Simulate" }));
    }

    [Test]
    public async Task MapSimulator_SimulateOff_OpensNothing()
    {
        await using var host = await SimulatorHost.StartAsync(new Dictionary<string, string?> { ["Providers:Simulate"] = "false" });

        using var response = await host.Client.GetAsync("/dev/simulator");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("Mini", "simulated-qq-mini")]
    [TestCase("connect", "simulated-qq-connect")]
    public async Task Settings_QqMode_ChoosesTheApp(string mode, string expected)
    {
        await using var host = await SimulatorHost.StartAsync(new Dictionary<string, string?> { ["Providers:Qq:Mode"] = mode });

        Assert.That(host.Configuration["Providers:Qq:AppId"], Is.EqualTo(expected));
    }

    [TestCase("http://+:5080", "http://localhost:5080")]
    [TestCase("https://localhost:5443;http://0.0.0.0:5080", "http://localhost:5080")]
    [TestCase("http://[::]:81/base", "http://localhost:81/base")]
    [TestCase("https://127.0.0.1:5443", "https://127.0.0.1:5443")]
    [TestCase("", "http://localhost:5080")]
    public void BaseAddress_OfListeningAddresses_CanBeOpened(string listening, string expected) =>
        Assert.That(BaseAddress.Choose(listening.Split(';', StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo(expected));

    private sealed class Platform
    {
        public string BaseUrl { get; set; } = "https://vendor.example";
    }
}
