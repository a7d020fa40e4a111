using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Hosting;

/// <summary>What the start says of login providers that are configured by half.</summary>
[TestFixture]
internal sealed class ProviderWarningsTests
{
    [TestCase("Providers:Google:ClientId", "Providers:Google")]
    [TestCase("Providers:Weapp:AppId", "Providers:Weapp")]
    public async Task IdWithoutItsSecret_IsToldAtTheStart(string key, string section)
    {
        await using var app = TestApp.Create().With("Providers:Simulate", "false").With(key, "id").Start();

        Assert.That(app.Log.Text(), Does.Contain($"\"Section\":\"{section}\"").And.Contain("has an id and no secret"));
    }

    [Test]
    public async Task KeysWithoutRedirectUri_AreToldAtTheStartAndNotOffered()
    {
        await using var app = TestApp
            .Create()
            .With("Providers:Simulate", "false")
            .With("Providers:Wechat:AppId", "id")
            .With("Providers:Wechat:AppSecret", "secret")
            .Start();
        using var client = app.Client();

        var ways = await client.SiteGetAsync("/api/platforms", token: null);

        Assert.That(app.Log.Text(), Does.Contain("RedirectUri is not set").And.Contain("\"Section\":\"Providers:Wechat\""));
        Assert.That(
            ways.GetProperty("data").EnumerateArray().Single(way => way.GetProperty("name").GetString() == "wechat").GetRawText(),
            Is.EqualTo("""{"name":"wechat","kind":"redirect","enabled":false}""")
        );
    }
}
