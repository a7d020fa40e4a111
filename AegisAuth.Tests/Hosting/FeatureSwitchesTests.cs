using System.Net;
using AegisAuth.Api.Hosting;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace AegisAuth.Tests.Hosting;

/// <summary>What a service shows of itself to strangers.</summary>
[TestFixture]
internal sealed class FeatureSwitchesTests
{
    [TestCase("Development", null, null, ExpectedResult = HttpStatusCode.OK)]
    [TestCase("Development", "Swagger:Enabled", "false", ExpectedResult = HttpStatusCode.NotFound)]
    [TestCase("Production", null, null, ExpectedResult = HttpStatusCode.NotFound)]
    [TestCase("Production", "Swagger:Enabled", "true", ExpectedResult = HttpStatusCode.OK)]
    public async Task<HttpStatusCode> Swagger_IsServed_OnPurposeOnly(string environment, string? key, string? value)
    {
        var page = await ExposedApp.StatusAsync("/swagger/index.html", environment, key, value);
        var document = await ExposedApp.StatusAsync("/swagger/v1/swagger.json", environment, key, value);

        Assert.That(document, Is.EqualTo(page));
        return page;
    }

    [TestCase("/dev/outbox")]
    [TestCase("/dev/simulator/")]
    public async Task Development_Pages_AreNowhereElse(string path) =>
        Assert.That(await ExposedApp.StatusAsync(path, "Production"), Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("Production", "https", "max-age=31536000; includeSubDomains")]
    [TestCase("Production", "http", null)]
    [TestCase("Development", "https", null)]
    public async Task StrictTransportSecurity_IsSaid_OverHttpsOutsideDevelopment(string environment, string scheme, string? expected)
    {
        await using var app = ExposedApp.Create(environment).With("ForwardedHeaders:KnownProxies", "127.0.0.1").Start();
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "198.51.100.1");
        using var response = await client.SendAsync(request);

        Assert.That(
            response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null,
            Is.EqualTo(expected)
        );
    }

    [TestCase("perhaps", "Development")]
    [TestCase("1", "Production")]
    public void Switch_NeitherTrueNorFalse_StopsTheStartNamingTheKey(string value, string environment)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(FeatureSwitches.Metrics, value)]).Build();

        Assert.That(
            () => configuration.Exposes(FeatureSwitches.Metrics, new HostingEnvironment { EnvironmentName = environment }),
            Throws.TypeOf<StartupException>().With.Message.EqualTo("Metrics:Enabled must be true or false.")
        );
    }

    [TestCase("/health/live")]
    [TestCase("/nothing")]
    [TestCase(AdminCalls.LoginPath)]
    public async Task Answers_DoNotSayWhatServesThem(string path)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var response = await client.GetAsync(path);

        Assert.That(
            response.Headers.Select(header => header.Key),
            Has.None.EqualTo("Server").And.None.StartsWith("X-Powered").And.None.StartsWith("X-AspNet")
        );
    }
}

/// <summary>Asks a service that was started in some way for one page.</summary>
internal static class ExposedApp
{
    public static TestApp Create(string environment) =>
        TestApp.CreateEmpty().In(environment).With("Bootstrap:AdminPassword", "handed over on paper");

    public static async Task<HttpStatusCode> StatusAsync(string path, string environment, string? key = null, string? value = null)
    {
        var program = Create(environment);
        await using var app = (key is null ? program : program.With(key, value)).Start();
        using var client = app.Client();
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
