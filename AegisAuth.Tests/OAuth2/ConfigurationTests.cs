using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;
using Microsoft.Extensions.Configuration;

namespace AegisAuth.Tests.OAuth2;

/// <summary>What the operator writes about other programs.</summary>
[TestFixture]
internal sealed class ConfigurationTests
{
    private const string Hash = "6f2c5f0f3f5c1b7d9a4e8c2b1a0d9f8e7c6b5a4938271605f4e3d2c1b0a99887";

    [Test]
    public void ResourceServers_TwoSecrets_AreBothGood()
    {
        var servers = ResourceServers.Read(
            Configuration(("ResourceServers:a:SecretHashes:0", Hash), ("ResourceServers:a:SecretHashes:1", Sha256("new"))),
            withDemo: false
        );

        Assert.That(servers.Find("a", "new")!.Surfaces, Is.EqualTo((Surface[])[Surface.Site]));
        Assert.That(servers.Find("a", "old"), Is.Null);
        Assert.That(servers.Find("b", "new"), Is.Null);
        Assert.That(servers.Find(ResourceServers.DemoName, ResourceServers.DemoSecret), Is.Null);
    }

    [TestCase("ResourceServers:a:SecretHashes:0", "demo-secret")]
    [TestCase("ResourceServers:a:Surfaces:0", "Site")]
    [TestCase("ResourceServers:a b:SecretHashes:0", Hash)]
    public void ResourceServers_WrongValue_NamesTheKey(string key, string value) =>
        Assert.That(
            () => ResourceServers.Read(Configuration((key, value)), withDemo: false),
            Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("ResourceServers")
        );

    [Test]
    public async Task NewResourceServer_PrintsALineThatTheConfigurationTakes()
    {
        await using var output = new StringWriter();

        await NewResourceServer.PrintAsync("orders-2.x", output);

        var line = output.ToString().Split('\n').Single(text => text.Contains("__", StringComparison.Ordinal)).Trim().Split('=');
        var key = line[0].Replace("__", ":", StringComparison.Ordinal);
        Assert.That(ResourceServers.Read(Configuration((key, line[1])), withDemo: false).All.Single().Name, Is.EqualTo("orders-2.x"));
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a:b")]
    public async Task NewResourceServer_NameThatTheConfigurationRefuses_IsRefusedAtOnce(string name)
    {
        await using var output = new StringWriter();

        Assert.That(() => NewResourceServer.PrintAsync(name, output), Throws.TypeOf<ConfigurationException>());
        Assert.That(output.ToString(), Is.Empty);
    }

    [Test]
    public void ResourceServers_SecretOfTheExamplesElsewhere_StopsTheStart() =>
        Assert.That(
            () => ResourceServers.Read(Configuration(("ResourceServers:a:SecretHashes:0", Sha256("demo-secret"))), withDemo: false),
            Throws.TypeOf<ConfigurationException>()
        );

    [TestCase("https://app.example.com/x?y=1#z", true)]
    [TestCase("HTTPS://APP.example.com:443/", true)]
    [TestCase("https://app.example.com/@user?mail=a@b.c#@", true)]
    [TestCase("https://@app.example.com/", false)]
    [TestCase("https://:@app.example.com/", false)]
    [TestCase("https://evil.com?@app.example.com/", false)]
    [TestCase("https://evil.com#@app.example.com/", false)]
    [TestCase("http://localhost:3000/", true)]
    [TestCase("http://localhost:3001/", false)]
    [TestCase("https://app.example.com.evil.com/", false)]
    [TestCase("https://user@app.example.com/", false)]
    [TestCase("https://app.example.com@evil.com/", false)]
    [TestCase("//app.example.com/", false)]
    [TestCase(@"https:\\app.example.com\", false)]
    [TestCase(@"https://app.example.com\@evil.com/", false)]
    [TestCase("https:/app.example.com/", false)]
    [TestCase("http://app.example.com/", false)]
    [TestCase("https://app.example.com:8443/", false)]
    [TestCase("javascript:alert(1)", false)]
    [TestCase(" https://app.example.com/", false)]
    [TestCase("https://app.example.com/\n", false)]
    [TestCase("/dashboard", false)]
    [TestCase("", false)]
    public void ReturnOrigins_TakeWhatIsListedAndNothingElse(string next, bool taken)
    {
        var origins = ReturnOrigins.Read(Configuration(("Site:ReturnOrigins", "https://app.example.com, http://localhost:3000")));

        Assert.That(origins.Accept(next) is not null, Is.EqualTo(taken));
    }

    [TestCase("*")]
    [TestCase("https://*.example.com")]
    [TestCase("https://app.example.com/path")]
    [TestCase("https://app.example.com/")]
    [TestCase("app.example.com")]
    [TestCase("http://app.example.com")]
    [TestCase("https://u:p@app.example.com")]
    public void Origins_WrongEntry_NamesTheKey(string origin) =>
        Assert.That(
            () => ReturnOrigins.Read(Configuration(("Site:ReturnOrigins:0", origin))),
            Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("Site:ReturnOrigins")
        );

    private static string Sha256(string text) => Convert.ToHexString(RandomSecret.Hash(text));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
