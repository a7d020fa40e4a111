using System.Net;
using AegisAuth.Api.Startup;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace AegisAuth.Tests.Operation;

/// <summary>Swagger UI and <c>/metrics</c>: there for developers, and elsewhere on purpose only.</summary>
[TestFixture]
internal sealed class ExposureTests
{
    private const string Bootstrap = "a password of the first administrator";

    [Test]
    public async Task Metrics_InDevelopment_CountRefusalsHashesAndProviderAnswers()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var wrong = await client.TryAdminLoginAsync(Some.SuperAdmin, "wrong");
        using var bad = await client.SendAsync(HttpMethod.Post, "/api/login", token: null, new { platform = "weapp", code = "nothing" });

        var metrics = await client.GetStringAsync("/metrics");

        Assert.That(
            metrics,
            Does.Match("""aegisauth_refusals\w*\{.*error="WrongCredentials",route="user/login/login_admin_info_by_aegisspeed_id"\} 1\b""")
        );
        Assert.That(metrics, Does.Match("""aegisauth_provider_duration_seconds_count\{.*outcome="CodeRefused",platform="weapp"\} 1\b"""));
        Assert.That(metrics, Does.Contain("aegisauth_password_hash_places"));
        Assert.That(metrics, Does.Contain("aegisauth_password_hash_wait_seconds_count"));
        Assert.That(metrics, Does.Contain("http_server_request_duration_seconds_count"));
        Assert.That(metrics, Does.Not.Contain(Some.SuperAdmin));
    }

    [TestCase("/metrics")]
    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/v1/swagger.json")]
    public async Task Path_InProduction_IsNotThereUnlessAskedFor(string path)
    {
        await using var silent = TestApp.Create().In("Production").With("Bootstrap:AdminPassword", Bootstrap).Start();
        await using var open = TestApp
            .Create()
            .In("Production")
            .With("Bootstrap:AdminPassword", Bootstrap)
            .With(Exposure.Metrics, "true")
            .With(Exposure.Swagger, "true")
            .Start();
        using var outside = silent.Client();
        using var inside = open.Client();

        Assert.That((await outside.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await inside.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("perhaps", "Development")]
    [TestCase("1", "Production")]
    public void Value_NeitherTrueNorFalse_StopsTheStartNamingTheKey(string value, string environment)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(Exposure.Metrics, value)]).Build();

        Assert.That(
            () => configuration.Exposes(Exposure.Metrics, new HostingEnvironment { EnvironmentName = environment }),
            Throws.TypeOf<StartupException>().With.Message.EqualTo("Metrics:Enabled must be true or false.")
        );
    }
}
