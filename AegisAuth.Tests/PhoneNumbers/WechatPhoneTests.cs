using System.Net.Http.Json;
using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Tests.Providers;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.PhoneNumbers;

/// <summary>The number that WeChat knows, against the simulator and against canned replies.</summary>
[TestFixture]
internal sealed class WechatPhoneTests
{
    private const string LinsContact = "8613800000001";
    private const string Number =
        """{"errcode":0,"phone_info":{"purePhoneNumber":"13800138000","countryCode":86,"watermark":{"timestamp":1767225600,"appid":"APP"}}}""";

    [Test]
    public async Task Login_WithPhoneCode_MakesTheNumberAProvenContact()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var login = await LoginAsync(client, "demo-lin", "demo-lin");
        var detail = await client.SiteGetAsync("/api/user/detail", login.GetProperty("data").GetProperty("token").GetString());

        Assert.That(detail.GetProperty("data").GetProperty("phone").GetString(), Is.EqualTo("+" + LinsContact));
        Assert.That(detail.GetProperty("data").GetProperty("phone_verified").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Login_NumberProvenHere_JoinsThatAccount()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var user = await app.AddUserAsync("kettle");
        await ProveAsync(app, user.Id);

        var login = await LoginAsync(client, "demo-lin", "demo-lin");

        Assert.That(login.GetProperty("data").GetProperty("user_name").GetString(), Is.EqualTo("kettle"));
    }

    [Test]
    public async Task Login_NumberProvenByAnAdministrator_IsAnAccountOfItsOwn()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var admin = await app.AddUserAsync("kettle", user => user with { Role = AdminRole.Admin });
        await ProveAsync(app, admin.Id);

        var login = await LoginAsync(client, "demo-lin", "demo-lin");

        Assert.That(login.Code(), Is.Zero);
        Assert.That(login.GetProperty("data").GetProperty("user_name").GetString(), Is.Not.EqualTo("kettle"));
        Assert.That(login.GetProperty("data").GetProperty("phone").GetString(), Is.Empty);
    }

    [Test]
    public async Task Login_PhoneCodeOfAnotherPerson_IsRefused()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var login = await LoginAsync(client, "demo-lin", "demo-wang");

        Assert.That((login.Code(), login.Msg()), Is.EqualTo((-1, "登录凭证无效或已过期")));
    }

    [Test]
    public async Task SignedIn_TakesTheNumber_OnceAndOnlyWithALinkedAccount()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var stranger = await client.SiteTokenAsync();
        var missing = await client.SitePostAsync("/api/user/phone", stranger, new { platform = "weapp", code = "demo-lin" });
        var token = (await LoginAsync(client, "demo-lin")).GetProperty("data").GetProperty("token").GetString();
        using var tapped = await client.PostAsJsonAsync("/dev/simulator/weapp/phone-code", new { person = "lin" });
        var code = (await tapped.JsonAsync()).GetProperty("code").GetString();

        var taken = await client.SitePostAsync("/api/user/phone", token, new { platform = "weapp", code });
        var used = await client.SitePostAsync("/api/user/phone", token, new { platform = "weapp", code });

        Assert.That((missing.Code(), missing.Msg()), Is.EqualTo((-1, "请先绑定该平台的账号")));
        Assert.That((taken.Code(), used.Msg()), Is.EqualTo((0, "登录凭证无效或已过期")));
    }

    [Test]
    public async Task Token_OfAllNodes_IsAskedForOnceAndKeptOverARestart()
    {
        var tokens = new MemoryTokens();
        var provider = Provider(() => "token-1");
        var asked = 0;
        var counting = new StubProvider(
            async (request, _, _) =>
            {
                asked += request.RequestUri!.AbsolutePath == "/cgi-bin/stable_token" ? 1 : 0;
                return StubProvider.Text(await provider(request));
            }
        );
        using (var one = Host(counting, tokens))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(one)));
        }

        using var restarted = Host(counting, tokens);
        var told = await AskAsync(restarted);

        Assert.That((told.Phone, asked), Is.EqualTo(("+8613800138000", 1)));
    }

    [Test]
    public async Task Token_Refused_TheNextOneIsTakenWithTheSameCode()
    {
        var current = "token-1";
        var calls = new List<string>();
        var answer = Provider(() => current);
        var provider = new StubProvider(
            async (request, _, _) =>
            {
                calls.Add(request.RequestUri!.PathAndQuery);
                if (request.RequestUri.PathAndQuery.EndsWith("=token-1", StringComparison.Ordinal))
                {
                    current = "token-2";
                    return StubProvider.Text("""{"errcode":40001,"errmsg":"invalid credential"}""");
                }

                return StubProvider.Text(await answer(request));
            }
        );
        using var host = Host(provider, new MemoryTokens());

        Assert.That((await AskAsync(host)).Phone, Is.EqualTo("+8613800138000"));
        Assert.That(calls, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Token_RefusedAndTheSameAgain_IsTheOperators()
    {
        var provider = new StubProvider(
            (request, _, _) =>
                Task.FromResult(
                    StubProvider.Text(
                        request.RequestUri!.AbsolutePath == "/cgi-bin/stable_token"
                            ? """{"access_token":"token-1","expires_in":7200}"""
                            : """{"errcode":40001,"errmsg":"invalid credential"}"""
                    )
                )
        );
        using var host = Host(provider, new MemoryTokens());

        var told = await AskAsync(host);

        Assert.That((told.Phone, told.Error, provider.Calls), Is.EqualTo(((string?)null, AuthError.ProviderUnavailable, 3)));
    }

    private static ProviderHost Host(StubProvider provider, MemoryTokens tokens) =>
        new(new Dictionary<string, HttpMessageHandler> { ["weapp"] = provider }, ProviderHost.NewYear, tokens: tokens);

    private static Func<HttpRequestMessage, Task<string>> Provider(Func<string> token) =>
        request =>
            Task.FromResult(
                request.RequestUri!.AbsolutePath == "/cgi-bin/stable_token"
                    ? JsonSerializer.Serialize(new { access_token = token(), expires_in = 7200 })
                    : Number.Replace("APP", Vectors.Weapp.AppId, StringComparison.Ordinal)
            );

    private static Task<PhoneAnswer> AskAsync(ProviderHost host) =>
        ((IPhoneProvider)host["weapp"]).PhoneOfAsync("tap", "openid", CancellationToken.None);

    private static Task ProveAsync(TestApp app, long userId) =>
        app.SqlAsync($"INSERT INTO verified_contacts (contact_key, user_id, verified_at) VALUES ('phone:{LinsContact}', {userId}, 0)");

    private static Task<JsonElement> LoginAsync(HttpClient client, string code, string? phoneCode = null) =>
        client.SitePostAsync(
            "/api/login",
            token: null,
            new
            {
                platform = "weapp",
                code,
                phone_code = phoneCode,
            }
        );
}
