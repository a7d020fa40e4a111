using System.Globalization;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Registration;

/// <summary>Registration over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class RegisterTests(Engine engine) : EngineTests(engine)
{
    [Test]
    public async Task Register_NewName_AnswersAsALogin()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        using var response = await client.SendAsync(
            HttpMethod.Post,
            "/api/register",
            token: null,
            new
            {
                user_name = "zhang.wei",
                password = AccountCalls.Password,
                email = "Zhang.Wei@Example.com",
                real_name = "张伟",
            }
        );
        var data = (await response.JsonAsync()).GetProperty("data");
        var token = data.GetProperty("token").GetString()!;
        var detail = await client.SiteGetAsync("/api/user/detail", token);

        Assert.Multiple(() =>
        {
            Assert.That(data.GetProperty("user_name").GetString(), Is.EqualTo("zhang.wei"));
            Assert.That(data.GetProperty("real_name").GetString(), Is.EqualTo("张伟"));
            Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.StartWith($"token={token}").And.Contains("max-age=86400"));
            Assert.That(detail.GetProperty("data").GetProperty("email").GetString(), Is.EqualTo("zhang.wei@example.com"));
            Assert.That(detail.GetProperty("data").GetProperty("email_verified").GetBoolean(), Is.False);
            Assert.That(detail.GetProperty("data").GetProperty("token").GetString(), Is.Empty);
        });
    }

    [Test]
    public async Task Register_ManyColumnsNamed_TakesNoneOfThem()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answer = await client.RegisterAsync("mallory", more: MassAssignment.Everything);

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        MassAssignment.AssertUntouched(app, "mallory");
    }

    [TestCase("User", "用户名已存在")]
    [TestCase("ＵＳＥＲ", "用户名已存在")]
    [TestCase("a b", "用户名格式不正确")]
    [TestCase("ASD000009", "用户名格式不正确")]
    [TestCase("", "请输入账号")]
    public async Task Register_NameNotToBeHad_SaysWhy(string name, string message)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answer = await client.RegisterAsync(name);

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, message)));
    }

    [TestCase("short", "密码太短")]
    [TestCase("password123", "密码太常见,请换一个")]
    [TestCase("Kettle.Singer", "密码不能与账号相同")]
    [TestCase("", "请输入密码")]
    public async Task Register_WeakPassword_SaysWhy(string password, string message)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answer = await client.RegisterAsync("kettle.singer", more: new { password });

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, message)));
    }

    [TestCase("email", "nobody", "邮箱格式不正确")]
    [TestCase("phone", "12", "手机号格式不正确")]
    [TestCase("invite_code", "no-such-code", "邀请码无效")]
    [TestCase("invite_id", 999, "邀请码无效")]
    [TestCase("real_name", "gpj.\u202Ephoto", "请求参数无效")]
    [TestCase("real_name", "张\u200B伟", "请求参数无效")]
    public async Task Register_BadDetail_SaysWhich(string member, object value, string message)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var body = new Dictionary<string, object>
        {
            ["user_name"] = "kettle",
            ["password"] = AccountCalls.Password,
            [member] = value,
        };

        var answer = await client.SitePostAsync("/api/register", token: null, body);

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, message)));
    }

    [Test]
    public async Task Register_Invited_HasTheInviterAsParent()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var inviter = (await client.RegisterAsync("inviter")).GetProperty("data");

        var byCode = await client.RegisterAsync("guest1", more: new { invite_code = inviter.GetProperty("invite_code").GetString() });
        var byNumber = await client.RegisterAsync("guest2", more: new { invite_id = inviter.GetProperty("id").GetInt64() });
        var byNobody = await client.RegisterAsync("guest3", more: new { invite_id = 0, invite_code = "" });

        var parent = inviter.GetProperty("id").GetInt64();
        Assert.That(
            new[] { byCode, byNumber, byNobody }.Select(a => a.GetProperty("data").GetProperty("parent_id").GetInt64()),
            Is.EqualTo((long[])[parent, parent, 0])
        );
    }

    // Dropped in silence, the person would believe that we have it.
    [TestCase("""{"user_name":"kettle","password":"three blue kettles sing","email":5}""")]
    [TestCase("""{"user_name":"kettle","password":"three blue kettles sing","email":"\ud800@example.com"}""")]
    [TestCase("""{"user_name":"kettle","password":"three blue kettles sing","phone":true}""")]
    [TestCase("""{"user_name":"kettle","password":"three blue kettles sing","invite_code":["x"]}""")]
    public async Task Register_DetailOfAnotherType_IsRefusedAndNotDropped(string json)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri("/api/register", UriKind.Relative), body);
        var answer = await response.JsonAsync();

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, "请求格式错误")));
        Assert.That(MassAssignment.Count(app, "SELECT COUNT(*) FROM users WHERE user_name_key = 'kettle'"), Is.Zero);
    }

    [Test]
    public async Task Register_PhoneAsNumber_IsKept()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answer = await client.RegisterAsync("kettle", more: new { phone = 13800138000 });

        Assert.That(answer.GetProperty("data").GetProperty("phone").GetString(), Is.EqualTo("13800138000"));
    }

    [Test]
    public async Task Register_HundredAtOnceOfOneName_MakeOneUser()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => client.RegisterAsync(i % 2 == 0 ? "Kettle" : "ＫＥＴＴＬＥ"))
        );

        Assert.That(answers.Count(a => a.Code() == 0), Is.EqualTo(1));
        Assert.That(MassAssignment.Count(app, "SELECT COUNT(*) FROM users WHERE user_name_key = 'kettle'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Register_TooManyFromOneAddress_OnlyThatAddressWaits()
    {
        await using var app = TestApp.Create().With("Registration:MaxPerAddress", "2").Start();
        using var client = app.Client();
        using var other = app.ClientFrom("127.0.0.2");
        await client.RegisteredAsync("one");
        await client.RegisteredAsync("two");

        var third = await client.RegisterAsync("three");
        var elsewhere = await other.RegisterAsync("three");
        app.Time.Advance(TimeSpan.FromHours(1));
        var later = await client.RegisterAsync("four");

        Assert.That((third.Code(), elsewhere.Code(), later.Code()), Is.EqualTo((-1, 0, 0)));
    }

    [Test]
    public async Task Register_CaptchaAlways_IsAskedFor()
    {
        await using var app = TestApp.Create().With("Captcha:Mode", "Always").Start();
        using var client = app.Client();

        var answer = await client.RegisterAsync("kettle", more: new { captcha_id = "x", captcha = "y" });

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, "图形验证码不正确")));
    }

    [Test]
    public async Task Register_Done_IsAuditedWithoutWhatWasTyped()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        await client.RegisteredAsync("zhang.wei", "zhang.wei@example.com");

        Assert.That(
            MassAssignment.Count(app, "SELECT COUNT(*) FROM audit_entries WHERE action = 'register' AND actor = 'ASD000005'"),
            Is.EqualTo(1)
        );
        Assert.That(app.Log.Text(), Does.Not.Contain(AccountCalls.Password).And.Not.Contain("zhang.wei@example.com"));
    }
}

/// <summary>Every column of <c>users</c> that a client must not reach, and whether one was reached.</summary>
internal static class MassAssignment
{
    public static object Everything { get; } = new
    {
        id = 777,
        aegisspeed_id = "ASD000777",
        role = 3,
        organisation_id = 9,
        enabled = false,
        status = 0,
        user_name_key = "x",
        password_hash = "x",
        must_change_password = true,
        protected_resident_id = "x",
        parent_id = 1,
        group_id = 99,
        is_retailer = 1,
        balance = 1_000_000,
        total_reward = 1_000_000,
        last_login = 1,
        last_login_at = 1,
        expire_time = 9_999_999_999,
        expires_at = 9_999_999_999,
        created_at = 1,
        created_time = 1,
        email_verified = true,
    };

    public static void AssertUntouched(TestApp app, string userName) =>
        Assert.That(
            Count(
                app,
                $"""
                SELECT COUNT(*) FROM users
                WHERE user_name = '{userName}' AND id < 100 AND aegisspeed_id <> 'ASD000777' AND role = 0
                  AND organisation_id IS NULL AND enabled = 1 AND user_name_key = '{userName}'
                  AND password_hash LIKE '$argon2id$%' AND must_change_password = 0 AND protected_resident_id IS NULL
                  AND parent_id = 0 AND group_id = 1 AND is_retailer = 0 AND balance = 0 AND total_reward = 0
                  AND last_login_at > 1000 AND expires_at IS NULL AND created_at > 1000
                  AND NOT EXISTS (SELECT 1 FROM verified_contacts WHERE user_id = users.id)
                """
            ),
            Is.EqualTo(1)
        );

    public static long Count(TestApp app, string sql)
    {
        using var connection = app.OpenDatabase();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
