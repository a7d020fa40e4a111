using System.Text;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.SiteLogin;

/// <summary>How tokens and cookies of <c>/api</c> are given out, taken, renewed and ended.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class SiteTokenTests(Engine engine) : EngineTests(engine)
{
    private const string UpdateToken = "update-token";
    private const string NotLoggedIn = """{"code":1001,"msg":"请先登录"}""";
    private const string NotAllowed = """{"code":1002,"msg":"无权访问"}""";
    private const string Unit = """{"code":0,"msg":""}""";
    private const string Detail = "/api/user/detail";

    [TestCase(null, 86_400)]
    [TestCase(false, 86_400)]
    [TestCase(true, 2_592_000)]
    public async Task Login_Cookie_LivesAsLongAsTheToken(bool? remember, int seconds)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        using var response = await client.TrySiteLoginAsync("user", Some.Password, remember: remember);
        var token = (await response.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;
        var cookie = Cookies(response).Single();

        Assert.That(cookie, Does.StartWith($"token={token};"));
        Assert.That(cookie, Does.Contain($"max-age={seconds};"));
        Assert.That(cookie, Does.Contain("path=/; samesite=lax; httponly"));
        Assert.That(cookie, Does.Not.Contain("secure"));
        app.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.That(await IsAliveAsync(client, token), Is.True);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await LogoutAsync(client, ("token", token)), Is.EqualTo(NotLoggedIn));
    }

    [Test]
    public async Task Login_OnHttps_CookiesAreSecureAndOneIsBoundToTheHost()
    {
        await using var app = TestApp.Create().With("ForwardedHeaders:KnownProxies", "127.0.0.1").Start();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var response = await client.TrySiteLoginAsync("user", Some.Password);
        var token = (await response.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;

        Assert.That(Cookies(response).Select(c => c.Split('=')[0]), Is.EquivalentTo((string[])["token", "__Host-token"]));
        Assert.That(Cookies(response), Has.All.Contain("secure").And.All.Contain("path=/;").And.All.Contain("httponly"));
        Assert.That(Cookies(response), Has.None.Contain("domain"));
        // A neighbouring host may have planted a cookie of the other name: the one it cannot plant counts.
        Assert.That(await LogoutAsync(client, ("Cookie", $"token={token}")), Is.EqualTo(NotLoggedIn));
        Assert.That(await LogoutAsync(client, ("Cookie", $"token=planted; __Host-token={token}")), Is.EqualTo(Unit));
    }

    [TestCase("Authorization", "Bearer {0}", TestName = "Token_Authorization")]
    [TestCase("token", "{0}", TestName = "Token_Header")]
    [TestCase("Token", "{0}", TestName = "Token_HeaderInOtherCase")]
    [TestCase("Cookie", "token={0}", TestName = "Token_Cookie")]
    public async Task Logout_TokenFromAnyPlace_EndsItForAllOfThem(string header, string value)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();

        Assert.That(await LogoutAsync(client, (header, value.Replace("{0}", token))), Is.EqualTo(Unit));

        Assert.That(await LogoutAsync(client, ("Authorization", "Bearer " + token)), Is.EqualTo(NotLoggedIn));
    }

    [Test]
    public async Task Token_FirstThatIsThere_HidesTheOthers()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();

        Assert.That(await LogoutAsync(client, ("Authorization", "Bearer bad"), ("token", token)), Is.EqualTo(NotLoggedIn));
        Assert.That(await LogoutAsync(client, ("token", "bad"), ("Cookie", "token=" + token)), Is.EqualTo(NotLoggedIn));
        Assert.That(await LogoutAsync(client, ("Authorization", "Basic YTpi"), ("token", token)), Is.EqualTo(Unit));
    }

    [Test]
    public async Task Token_OfAnAdmin_IsWorthNothingHere()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.That(await LogoutAsync(client, ("token", token)), Is.EqualTo(NotLoggedIn));
    }

    [Test]
    public async Task Logout_Audited_OnceAsTheAdminOneIs()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();

        await LogoutAsync(client, ("token", token));
        await LogoutAsync(client, ("token", token));

        Assert.That(
            await app.TextsAsync("SELECT actor || ' ' || target || ' ' || outcome FROM audit_entries WHERE action = 'logout'"),
            Is.EqualTo((string[])[$"{Some.User} {Some.User} success"])
        );
    }

    [Test]
    public async Task Logout_Cookie_IsCleared()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();

        using var response = await PostLogoutAsync(client, ("Cookie", "token=" + token));

        Assert.That(Cookies(response).Single(), Does.StartWith("token=; expires=Thu, 01 Jan 1970"));
    }

    [TestCase("Origin", "https://evil.example")]
    [TestCase("Origin", "null")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    public async Task ForeignPage_WithTheCookie_ChangesNothing(string header, string value)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();

        Assert.That(await LogoutAsync(client, (header, value), ("Cookie", "token=" + token)), Is.EqualTo(NotAllowed));
        Assert.That(await LogoutAsync(client, ("token", token)), Is.EqualTo(Unit), "The session has gone on.");
    }

    [Test]
    public async Task Form_WithTheCookie_ChangesNothing()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();
        using var form = new HttpRequestMessage(HttpMethod.Post, SiteCalls.LogoutPath)
        {
            Content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        form.Headers.Add("Cookie", "token=" + token);

        using var refused = await client.SendAsync(form);

        Assert.That(await refused.Content.ReadAsStringAsync(), Is.EqualTo(NotAllowed));
        Assert.That(await LogoutAsync(client, ("Cookie", "token=" + token)), Is.EqualTo(Unit));
    }

    [TestCase("https://evil.example", NotAllowed)]
    [TestCase("http://127.0.0.1:1", NotAllowed)]
    public async Task Login_FromAForeignPage_IsRefused(string origin, string answer)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("Origin", origin);

        using var response = await client.TrySiteLoginAsync("user", Some.Password);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(answer));
        Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [Test]
    public async Task Login_FromTheOwnPage_Succeeds()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("Origin", app.Address.GetLeftPart(UriPartial.Authority));

        await client.SiteTokenAsync();
    }

    [Test]
    public async Task Renewal_MoreThanAnHourLeft_NoNewToken()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();
        // Stored times are whole milliseconds.
        app.Time.Advance(TimeSpan.FromHours(23) - TimeSpan.FromMilliseconds(1));

        using var response = await GetAsync(client, ("token", token));

        Assert.That(response.Headers.Contains(UpdateToken), Is.False);
    }

    [Test]
    public async Task Renewal_LastHour_TwentyAtOnceGetOneNewTokenAndTheOldOneGoesOn()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var old = await client.SiteTokenAsync();
        app.Time.Advance(TimeSpan.FromHours(23) + TimeSpan.FromMinutes(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(client, ("token", old))));
        var fresh = answers.SelectMany(a => a.Headers.TryGetValues(UpdateToken, out var values) ? values : []).ToList();
        Array.ForEach(answers, answer => answer.Dispose());

        Assert.That(fresh, Has.Count.EqualTo(1));
        Assert.That(fresh[0], Does.Match("^aegis_[A-Za-z0-9_-]{43}$").And.Not.EqualTo(old));
        Assert.That((await client.SiteGetAsync(Detail, old)).Code(), Is.Zero, "Parallel requests still carry it.");
        app.Time.Advance(TimeSpan.FromHours(22));
        Assert.That(await LogoutAsync(client, ("token", fresh[0])), Is.EqualTo(Unit), "It lives 24 hours of its own.");
    }

    [TestCase("logout")]
    [TestCase("revoke")]
    public async Task Renewal_IsTheSameLogin_ListedOnceAndEndedWithTheFirst(string end)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var (old, fresh) = await RenewedAsync(app, client);

        var login = (await client.SiteGetAsync("/api/user/sessions", fresh)).GetProperty("data").EnumerateArray().Single();
        Assert.That(login.GetProperty("current").GetBoolean(), Is.True);
        var ended =
            end == "logout"
                ? await LogoutAsync(client, ("token", fresh)) == Unit
                : (
                    await client.SitePostAsync("/api/user/sessions/revoke", old, new { session_id = login.GetProperty("id").GetString() })
                ).Code() == 0;

        Assert.That(ended, Is.True);
        Assert.That((await client.SiteGetAsync(Detail, old)).Code(), Is.EqualTo(1001));
        Assert.That((await client.SiteGetAsync(Detail, fresh)).Code(), Is.EqualTo(1001));
    }

    [Test]
    public async Task Renewal_OwnPasswordChangedWithTheOldToken_LeavesTheFreshOne()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var other = await client.SiteTokenAsync(remember: true);
        var (old, fresh) = await RenewedAsync(app, client);

        var changed = await client.SitePostAsync(
            "/api/user/password",
            old,
            new { old_password = Some.Password, password = "six brown mugs dance" }
        );

        Assert.That(changed.Code(), Is.Zero);
        Assert.That((await client.SiteGetAsync(Detail, fresh)).Code(), Is.Zero);
        Assert.That((await client.SiteGetAsync(Detail, other)).Code(), Is.EqualTo(1001));
    }

    [Test]
    public async Task Renewal_TokenCameByCookie_CookieIsRenewed()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var old = await client.SiteTokenAsync();
        app.Time.Advance(TimeSpan.FromHours(23.5));

        using var response = await GetAsync(client, ("Cookie", "token=" + old));
        var fresh = response.Headers.GetValues(UpdateToken).Single();

        Assert.That(Cookies(response).Single(), Does.StartWith($"token={fresh};").And.Contain("max-age=86400;"));
    }

    [Test]
    public async Task Logout_LastHour_BringsNoNewToken()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SiteTokenAsync();
        app.Time.Advance(TimeSpan.FromHours(23.5));

        using var response = await PostLogoutAsync(client, ("Cookie", "token=" + token));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Unit));
        Assert.That(response.Headers.Contains(UpdateToken), Is.False);
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [];

    private static async Task<(string Old, string Fresh)> RenewedAsync(TestApp app, HttpClient client)
    {
        var old = await client.SiteTokenAsync();
        app.Time.Advance(TimeSpan.FromHours(23.5));
        using var response = await GetAsync(client, ("token", old));
        return (old, response.Headers.GetValues(UpdateToken).Single());
    }

    // Whether the token belongs to a session: in its last hour such a request is answered with a fresh one.
    private static async Task<bool> IsAliveAsync(HttpClient client, string token)
    {
        using var response = await GetAsync(client, ("token", token));
        return response.Headers.Contains(UpdateToken);
    }

    private static async Task<string> LogoutAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var response = await PostLogoutAsync(client, headers);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task<HttpResponseMessage> PostLogoutAsync(HttpClient client, params (string Name, string Value)[] headers) =>
        SendAsync(client, HttpMethod.Post, SiteCalls.LogoutPath, headers);

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, params (string Name, string Value)[] headers) =>
        SendAsync(client, HttpMethod.Get, SiteCalls.CaptchaPath, headers);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
