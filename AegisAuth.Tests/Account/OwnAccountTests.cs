using System.Text.Json;
using AegisAuth.Tests.Registration;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Account;

/// <summary>Own details, password and sessions over the wire.</summary>
[TestFixture]
internal sealed class OwnAccountTests
{
    [TestCase("GET", "/api/user/detail")]
    [TestCase("POST", "/api/user/detail")]
    [TestCase("POST", "/api/user/password")]
    [TestCase("GET", "/api/user/sessions")]
    [TestCase("POST", "/api/user/sessions/revoke")]
    [TestCase("POST", "/api/verify/email")]
    [TestCase("GET", "/api/verify/email?token=x")]
    public async Task Any_WithoutSession_NotLoggedIn(string method, string path)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        using var response = await client.SendAsync(new HttpMethod(method), path, token: null, method == "POST" ? new { } : null);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"code":1001,"msg":"请先登录"}"""));
    }

    [Test]
    public async Task Change_Fields_ChangesTheseAndLeavesTheRest()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "kettle@example.com");

        var first = await client.SitePostAsync(
            "/api/user/detail",
            token,
            new { real_name = "张伟", avatar_url = "https://example.com/a.png" }
        );
        var second = await client.SitePostAsync("/api/user/detail", token, new { real_name = "" });
        var data = (await client.SiteGetAsync("/api/user/detail", token)).GetProperty("data");

        Assert.That((first.Code(), second.Code()), Is.EqualTo((0, 0)));
        Assert.That(
            (Text(data, "real_name"), Text(data, "avatar_url"), Text(data, "email")),
            Is.EqualTo(("", "https://example.com/a.png", "kettle@example.com"))
        );
    }

    [Test]
    public async Task Change_ManyColumnsNamed_TakesNoneOfThem()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("mallory");

        var answer = await client.SitePostAsync("/api/user/detail", token, MassAssignment.Everything);
        var name = await client.SitePostAsync(
            "/api/user/detail",
            token,
            new
            {
                user_name = "root",
                nickname = "root",
                invite_code = "root",
            }
        );

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, "没有可修改的字段")));
        Assert.That((name.Code(), name.Msg()), Is.EqualTo((-1, "用户名不能修改")));
        MassAssignment.AssertUntouched(app, "mallory");
    }

    [Test]
    public async Task Change_UserName_IsRefusedUnlessItIsTheOneTheUserHas()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle");

        var other = await client.SitePostAsync("/api/user/detail", token, new { user_name = "root", real_name = "Root" });
        var whole = await client.SitePostAsync(
            "/api/user/detail",
            token,
            new
            {
                user_name = "kettle",
                balance = 7,
                real_name = "Kettle",
            }
        );
        var empty = await client.SitePostAsync("/api/user/detail", token, new { });
        var data = (await client.SiteGetAsync("/api/user/detail", token)).GetProperty("data");

        Assert.That((other.Code(), other.Msg()), Is.EqualTo((-1, "用户名不能修改")));
        Assert.That((whole.Code(), empty.Code()), Is.EqualTo((0, 0)));
        Assert.That((Text(data, "user_name"), Text(data, "real_name")), Is.EqualTo(("kettle", "Kettle")));
    }

    [TestCase("avatar_url", "http://example.com/a.png")]
    [TestCase("avatar_url", "javascript:alert(1)")]
    [TestCase("avatar_url", "https://user:secret@example.com/")]
    [TestCase("real_name", "a\u0000b")]
    [TestCase("real_name", "gpj.\u202Ephoto", Description = "turns the direction of what follows")]
    [TestCase("real_name", "张\u200B伟", Description = "looks like another one's name")]
    [TestCase("real_name", "张伟\u2028", Description = "has a second line")]
    [TestCase("email", "nobody")]
    [TestCase("phone", "abc")]
    public async Task Change_BadForm_Refused(string member, string value)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle");

        var answer = await client.SitePostAsync("/api/user/detail", token, new Dictionary<string, string> { [member] = value });

        Assert.That(answer.Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Change_EmailLongAfterLogin_NeedsThePassword()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "old@example.com");
        app.Time.Advance(TimeSpan.FromMinutes(11));

        var without = await client.SitePostAsync("/api/user/detail", token, new { email = "new@example.com" });
        var wrong = await client.SitePostAsync("/api/user/detail", token, new { email = "new@example.com", password = "wrong password" });
        var same = await client.SitePostAsync("/api/user/detail", token, new { email = "OLD@example.com", real_name = "x" });
        var right = await client.SitePostAsync(
            "/api/user/detail",
            token,
            new { email = "new@example.com", password = AccountCalls.Password }
        );

        Assert.That((without.Msg(), wrong.Code(), same.Code(), right.Code()), Is.EqualTo(("请重新登录或输入密码", -1, 0, 0)));
    }

    [Test]
    public async Task Password_Changed_EndsTheOtherSessionsAndKeepsThisOne()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var mine = await client.RegisteredAsync("kettle");
        var other = (await client.SiteLoginAnswerAsync("kettle")).GetProperty("data").GetProperty("token").GetString();

        var wrong = await client.SitePostAsync(
            "/api/user/password",
            mine,
            new { old_password = "wrong password", password = "six brown mugs dance" }
        );
        var missing = await client.SitePostAsync("/api/user/password", mine, new { password = "six brown mugs dance" });
        var weak = await client.SitePostAsync(
            "/api/user/password",
            mine,
            new { old_password = AccountCalls.Password, password = "12345678" }
        );
        var right = await client.SitePostAsync(
            "/api/user/password",
            mine,
            new { old_password = AccountCalls.Password, password = "six brown mugs dance" }
        );

        Assert.That((wrong.Code(), missing.Msg(), weak.Msg(), right.Code()), Is.EqualTo((-1, "请输入密码", "密码太常见,请换一个", 0)));
        Assert.That((await client.SiteGetAsync("/api/user/detail", mine)).Code(), Is.Zero);
        Assert.That((await client.SiteGetAsync("/api/user/detail", other)).Code(), Is.EqualTo(1001));
        Assert.That((await client.SiteLoginAnswerAsync("kettle")).Code(), Is.EqualTo(-1));
        Assert.That((await client.SiteLoginAnswerAsync("kettle", "six brown mugs dance")).Code(), Is.Zero);
    }

    [Test]
    public async Task Password_TheOldOneAgain_SaysSo()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("li.na");

        var answer = await client.SitePostAsync(
            "/api/user/password",
            token,
            new { old_password = AccountCalls.Password, password = AccountCalls.Password }
        );

        Assert.That(answer.Msg(), Is.EqualTo("新密码不能与旧密码相同"));
    }

    [Test]
    public async Task Password_GuessedHere_PausesTheLoginToo()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle");
        for (var i = 0; i < 5; i++)
        {
            await client.SitePostAsync(
                "/api/user/password",
                token,
                new { old_password = "wrong password", password = "six brown mugs dance" }
            );
        }

        var login = await client.SiteLoginAnswerAsync("kettle");

        Assert.That(login.Msg(), Is.EqualTo("登录失败次数过多,请稍后再试"));
    }

    [Test]
    public async Task Sessions_OneRevokedThenOthers_EndAtOnce()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var mine = await client.RegisteredAsync("kettle");
        var second = (await client.SiteLoginAnswerAsync("kettle")).GetProperty("data").GetProperty("token").GetString();
        var third = (await client.SiteLoginAnswerAsync("kettle")).GetProperty("data").GetProperty("token").GetString();
        var stranger = await client.RegisteredAsync("stranger");

        var list = (await client.SiteGetAsync("/api/user/sessions", mine)).GetProperty("data").EnumerateArray().ToList();
        var ofSecond = (await client.SiteGetAsync("/api/user/sessions", second))
            .GetProperty("data")
            .EnumerateArray()
            .Single(s => s.GetProperty("current").GetBoolean())
            .GetProperty("id")
            .GetString();
        var byStranger = await client.SitePostAsync("/api/user/sessions/revoke", stranger, new { session_id = ofSecond });
        var one = await client.SitePostAsync("/api/user/sessions/revoke", mine, new { session_id = ofSecond });
        var secondNow = await client.SiteGetAsync("/api/user/detail", second);
        var thirdStill = await client.SiteGetAsync("/api/user/detail", third);
        var others = await client.SitePostAsync("/api/user/sessions/revoke", mine, new { others = true });
        var thirdNow = await client.SiteGetAsync("/api/user/detail", third);
        var mineNow = await client.SiteGetAsync("/api/user/detail", mine);

        Assert.That((list.Count, list.Count(s => s.GetProperty("current").GetBoolean())), Is.EqualTo((3, 1)));
        Assert.That((byStranger.Code(), one.Code(), others.Code()), Is.EqualTo((-1, 0, 0)));
        Assert.That((secondNow.Code(), thirdStill.Code(), thirdNow.Code(), mineNow.Code()), Is.EqualTo((1001, 0, 1001, 0)));
    }

    private static string? Text(JsonElement data, string name) => data.GetProperty(name).GetString();
}
