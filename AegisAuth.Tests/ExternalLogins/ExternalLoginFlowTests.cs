using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>Provider logins over the wire: state, account, linking.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ExternalLoginFlowTests(Engine engine) : EngineTests(engine)
{
    private const string Refused = "登录凭证无效或已过期";
    private const string StateGone = "登录状态已失效,请重试";

    private ProviderWorld _world = null!;

    [SetUp]
    public void SetUp() => _world = ProviderWorld.Start();

    [TearDown]
    public async Task TearDownAsync() => await _world.DisposeAsync();

    private static string Words(JsonElement answer) => answer.GetProperty("msg").GetString()!;

    [Test]
    public async Task Login_FirstAndSecondTime_OneAccountWithoutPassword()
    {
        _world.Weapp.Knows("one", new ProviderIdentity { Subject = "openid", DisplayName = "张\u202e三\u200b" }).Knows("two", "openid");

        var first = await _world.UserAsync("weapp", "one");
        var second = await _world.UserAsync("weapp", "two");

        Assert.That(second.GetProperty("id").GetInt64(), Is.EqualTo(first.GetProperty("id").GetInt64()));
        Assert.That(first.GetProperty("token").GetString(), Does.StartWith("aegis_"));
        Assert.That(first.GetProperty("user_name").GetString(), Has.None.EqualTo('\u202e').And.None.EqualTo('\u200b'));
        Assert.That(_world.Count("SELECT COUNT(*) FROM users WHERE nickname = '张三' AND password_hash IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Login_FiftyFirstTimesAtOnce_OneAccount()
    {
        for (var i = 0; i < 50; i++)
        {
            _world.Weapp.Knows($"code-{i}", new ProviderIdentity { Subject = "same", UnionId = new UnionId("wechat", "union") });
        }

        var before = _world.Count("SELECT COUNT(*) FROM users");
        var users = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _world.UserAsync("weapp", $"code-{i}")));

        Assert.That(users.Select(user => user.GetProperty("id").GetInt64()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(_world.Count("SELECT COUNT(*) FROM users"), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Login_CodeRefused_AuditsTheVendorsNumber()
    {
        var answer = await _world.LoginAsync("weapp", "bad-code");

        Assert.That(Words(answer), Is.EqualTo(Refused));
        Assert.That(_world.Count("SELECT COUNT(*) FROM audit_entries WHERE reason = 'code-refused weapp 40163 req-7'"), Is.EqualTo(1));
        Assert.That(_world.App.Log.Text(), Does.Not.Contain("bad-code"));
    }

    [Test]
    public async Task Login_HundredBadCodes_AddressIsPausedBeforeTheProviderIsAsked()
    {
        for (var i = 0; i < 100; i++)
        {
            await _world.LoginAsync("weapp", $"bad-{i}");
        }

        var asked = _world.Weapp.Exchanges;
        var answer = await _world.LoginAsync("weapp", "bad-101");

        Assert.That(Words(answer), Is.EqualTo("登录失败次数过多,请稍后再试"));
        Assert.That(_world.Weapp.Exchanges, Is.EqualTo(asked));
    }

    [Test]
    public async Task Login_ProviderAway_CountsForNobody()
    {
        _world.Weapp.Refusal = ProviderResult.Refused(AuthError.ProviderUnavailable, new ProviderError("timeout"));

        var answer = await _world.LoginAsync("weapp", "code");

        Assert.That(Words(answer), Is.EqualTo("第三方登录服务暂不可用"));
        Assert.That(_world.Count("SELECT COALESCE(SUM(failures), 0) FROM login_attempts"), Is.Zero);
    }

    [TestCase("swan", "该登录方式未启用")]
    [TestCase("nonsense", "不支持的登录方式")]
    [TestCase("Weapp", "不支持的登录方式")]
    public async Task Login_PlatformNotThere_SaysWhich(string platform, string words) =>
        Assert.That(Words(await _world.LoginAsync(platform, "code")), Is.EqualTo(words));

    [Test]
    public async Task Login_UserDisabled_SaysWhatAWrongPasswordSays()
    {
        _world.Weapp.Knows("one", "openid").Knows("two", "openid");
        var user = await _world.UserAsync("weapp", "one");
        _world.Count("UPDATE users SET enabled = 0 WHERE id = @id", ("id", user.GetProperty("id").GetInt64()));

        Assert.That(Words(await _world.LoginAsync("weapp", "two")), Is.EqualTo("用户名或密码错误"));
    }

    [Test]
    public async Task Login_SameUnion_JoinsWithinTheFamilyOnly()
    {
        _world
            .Weapp.Knows("a", new ProviderIdentity { Subject = "mini" })
            .Knows("b", new ProviderIdentity { Subject = "mini", UnionId = new UnionId("wechat", "u") });
        _world
            .Wechat.Knows("c", new ProviderIdentity { Subject = "site", UnionId = new UnionId("wechat", "u") })
            .Knows("d", new ProviderIdentity { Subject = "other", UnionId = new UnionId("qq", "u") });

        var mini = (await _world.UserAsync("weapp", "a")).GetProperty("id").GetInt64();
        // The union id appears with the second login, and joins from then on.
        await _world.UserAsync("weapp", "b");
        var site = (await _world.UserAsync("wechat", "c")).GetProperty("id").GetInt64();
        var other = (await _world.UserAsync("wechat", "d")).GetProperty("id").GetInt64();

        Assert.That(site, Is.EqualTo(mini));
        Assert.That(other, Is.Not.EqualTo(mini));
    }

    [TestCase(true, true, true, 0, true)]
    [TestCase(true, true, false, 0, false, TestName = "The provider does not run the mailbox")]
    [TestCase(true, true, true, 1, false, TestName = "The account has an admin role")]
    [TestCase(true, false, true, 0, false)]
    [TestCase(false, true, true, 0, false)]
    public async Task Login_SameEmail_JoinsOnlyWhereBothSidesHaveProvenIt(
        bool providerSays,
        bool provenHere,
        bool authoritative,
        int role,
        bool joins
    )
    {
        _world.Count($"UPDATE users SET role = {role} WHERE id = 4");
        _world.Count("UPDATE users SET email = 'ann@example.com' WHERE id = 4");
        if (provenHere)
        {
            _world.Count("INSERT INTO verified_contacts (contact_key, user_id, verified_at) VALUES ('email:ann@example.com', 4, 0)");
        }

        _world.Weapp.Knows(
            "a",
            new ProviderIdentity
            {
                Subject = "s",
                Email = "Ann@Example.com",
                EmailVerified = providerSays,
                EmailAuthoritative = authoritative,
            }
        );
        var user = await _world.UserAsync("weapp", "a");

        Assert.That(user.GetProperty("id").GetInt64() == 4, Is.EqualTo(joins));
    }

    [Test]
    public async Task Login_TwoSubjects_EitherFindsTheUser()
    {
        _world.Weapp.Knows("a", new ProviderIdentity { Subject = "open", AlternativeSubject = "2088" }).Knows("b", "2088");

        var first = await _world.UserAsync("weapp", "a");
        var second = await _world.UserAsync("weapp", "b");

        Assert.That(second.GetProperty("id").GetInt64(), Is.EqualTo(first.GetProperty("id").GetInt64()));
    }

    [Test]
    public async Task Login_ClientsDecoration_IsNeverAnIdentityAndNeverRefused()
    {
        _world.Weapp.Knows("a", "s1");
        using var response = await _world.PostAsync(
            "/api/login",
            new
            {
                platform = "weapp",
                code = "a",
                nick_name = new string('x', 500),
                avatar = "http://plain.test/a.png",
                gender = 1,
            }
        );
        var user = (await response.JsonAsync()).GetProperty("data");

        Assert.That(user.GetProperty("avatar_url").GetString(), Is.Empty);
        Assert.That(
            _world.Count("SELECT LENGTH(nickname) FROM users WHERE id = @id", ("id", user.GetProperty("id").GetInt64())),
            Is.EqualTo(64)
        );
    }

    [TestCase(4, 4)]
    [TestCase(0, 0)]
    [TestCase(999, 0)]
    [TestCase("no-such-code", 0)]
    public async Task Login_FirstTimeWithInvitation_HasTheInviterAsParentOrNobody(object inviteId, long parent)
    {
        _world.Weapp.Knows("a", "s1");
        using var response = await _world.PostAsync(
            "/api/login",
            new
            {
                platform = "weapp",
                code = "a",
                invite_id = inviteId,
            }
        );
        var user = (await response.JsonAsync()).GetProperty("data");

        Assert.That(user.GetProperty("parent_id").GetInt64(), Is.EqualTo(parent));
    }

    [Test]
    public async Task Google_StateOfThisBrowser_LogsInOnceWithVerifierAndNonce()
    {
        _world.Google.Knows("a", "sub").Knows("b", "sub");
        var (state, cookie) = await _world.BeginAsync("google");

        await _world.UserAsync("google", "a", state, ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));
        var again = await _world.LoginAsync("google", "b", state, ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));

        Assert.That(_world.Google.Last!.CodeVerifier, Has.Length.EqualTo(43));
        Assert.That(_world.Google.Last.Nonce, Has.Length.EqualTo(43));
        Assert.That(Words(again), Is.EqualTo(StateGone));
    }

    [Test]
    public async Task Google_OtherBrowser_RefusedAndTheRightOneStillComes()
    {
        _world.Google.Knows("a", "sub");
        var (state, cookie) = await _world.BeginAsync("google");

        var without = await _world.LoginAsync("google", "a", state, ("Sec-Fetch-Site", "same-origin"));
        var wrong = await _world.LoginAsync("google", "a", state, ("Cookie", "login_browser=" + new string('A', 43)));

        Assert.That(Words(without), Is.EqualTo(StateGone));
        Assert.That(Words(wrong), Is.EqualTo(StateGone));
        Assert.That(_world.Google.Exchanges, Is.Zero);
        await _world.UserAsync("google", "a", state, ("Cookie", cookie));
    }

    [Test]
    public async Task Google_StateMissingExpiredOrOfAnotherPlatform_Refused()
    {
        _world.Google.Knows("a", "sub");
        var (other, cookie) = await _world.BeginAsync("wechat");
        var (late, _) = await _world.BeginAsync("google");

        Assert.That(Words(await _world.LoginAsync("google", "a")), Is.EqualTo(StateGone));
        Assert.That(Words(await _world.LoginAsync("google", "a", other, ("Cookie", cookie))), Is.EqualTo(StateGone));
        _world.App.Time.Advance(AuthorizationStates.Lifetime);
        Assert.That(Words(await _world.LoginAsync("google", "a", late)), Is.EqualTo(StateGone));
    }

    [Test]
    public async Task Wechat_StateCheckedWhereverItIsSentAndNotDemanded()
    {
        _world.Wechat.Knows("a", "one").Knows("b", "one");

        Assert.That(Words(await _world.LoginAsync("wechat", "a", "never-issued")), Is.EqualTo(StateGone));
        await _world.UserAsync("wechat", "a");
        _world.Wechat.RequiresState = true;
        Assert.That(Words(await _world.LoginAsync("wechat", "b")), Is.EqualTo(StateGone));
    }

    [Test]
    public async Task Url_StateOfAnotherBrowser_RefusedAndKept()
    {
        _world.Google.Knows("a", "sub");
        var (state, cookie) = await _world.BeginAsync("google", "?state=my-own-state");
        using var stranger = await _world.Client.GetAsync(new Uri("/api/google/url?state=my-own-state", UriKind.Relative));

        Assert.That(state, Is.EqualTo("my-own-state"));
        Assert.That(Words(await stranger.JsonAsync()), Is.EqualTo(StateGone));
        await _world.UserAsync("google", "a", state, ("Cookie", cookie));
    }

    [TestCase("short")]
    [TestCase("with%20space-in-it")]
    public async Task Url_StateWithoutTheForm_Refused(string state)
    {
        using var response = await _world.Client.GetAsync(new Uri("/api/google/url?state=" + state, UriKind.Relative));

        Assert.That((await response.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Platforms_NamesKindAndWhetherEnabled()
    {
        using var response = await _world.Client.GetAsync(new Uri("/api/platforms", UriKind.Relative));
        var ways = (await response.JsonAsync())
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(way => way.GetProperty("name").GetString()!);

        Assert.That(ways["website"].GetProperty("kind").GetString(), Is.EqualTo("password"));
        Assert.That(ways["google"].GetProperty("kind").GetString(), Is.EqualTo("redirect"));
        Assert.That(ways["weapp"].GetProperty("kind").GetString(), Is.EqualTo("mini"));
        Assert.That(ways["swan"].GetProperty("enabled").GetBoolean(), Is.False);
    }
}
