using System.Text.Json;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Kinds of characters that a new password must have (<c>Password:MinClasses</c>): everywhere a password is set.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class PasswordClassesTests(Engine engine) : EngineTests(engine)
{
    private const string Key = "Password:MinClasses";
    private const string Simple = "six brown mugs dance";
    private const string Mixed = "Six brown mugs dance 6";
    private const string Email = "kettle@example.com";
    private const string English = "The password has too few kinds of characters, mix upper case, lower case, digits and symbols";
    private const string Refused = """{"status":400,"code":"10006","result":"请求参数无效","data":{"reason":"password_too_simple"}}""";

    [Test]
    public async Task Site_RegistrationChangeAndMailedReset_RefuseATooSimplePassword()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With(Key, "3").Collecting(sender).Start();
        using var client = app.Client();

        await RefusesAsync(client, "/api/register", null, new { user_name = "kettle", password = Simple });
        var made = await client.SitePostAsync(
            "/api/register",
            null,
            new
            {
                user_name = "kettle",
                password = Mixed,
                email = Email,
            }
        );
        var token = made.GetProperty("data").GetProperty("token").GetString();
        await client.SiteGetAsync($"/api/verify/email?token={(await sender.NextAsync()).Code()}", token);
        await RefusesAsync(client, "/api/user/password", token, new { old_password = Mixed, password = Simple });
        await client.SitePostAsync("/api/password/reset", token: null, new { email = Email });
        var code = (await sender.NextAsync()).Code();
        await RefusesAsync(client, "/api/password/reset", token: null, new { token = code, password = Simple });

        // The code stays good for a password that is taken.
        var set = await client.SitePostAsync("/api/password/reset", token: null, new { token = code, password = Mixed + "!" });
        Assert.That((made.Code(), set.Code()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Site_FirstPasswordOfAnAccountWithoutOne_IsJudgedToo()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With(Key, "3").Collecting(sender).Start();
        using var client = app.Client();
        await client.AskCodeAsync();
        var login = await client.PhoneLoginAsync(await sender.NextDigitsAsync());

        await RefusesAsync(
            client,
            "/api/user/password",
            login.GetProperty("data").GetProperty("token").GetString(),
            new { password = Simple }
        );
    }

    [Test]
    public async Task Admin_ChangeAndResetByCode_RefuseATooSimplePassword()
    {
        await using var app = TestApp.Create().With(Key, "3").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.Admin);
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        // An account that an administrator makes gets its password by a code.
        var made = await client.DataAsync(HttpMethod.Post, ManageCalls.Users, super, new { user_name = "fresh" });
        var code = made.GetProperty("set_password").GetProperty("code").GetString();

        using var changed = await client.SendAsync(
            HttpMethod.Post,
            "/user/password",
            token,
            new { user_password = Some.Password, new_password = Simple }
        );
        using var reset = await client.SendAsync(HttpMethod.Post, "/user/password/reset", token: null, new { code, new_password = Simple });

        foreach (var response in (HttpResponseMessage[])[changed, reset])
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Refused));
            Assert.That(response.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "password-too-simple" }));
        }

        Assert.That(
            await client.OutcomeAsync(HttpMethod.Post, "/user/password/reset", token: null, new { code, new_password = Mixed }),
            Is.EqualTo((200, "10000"))
        );
    }

    [Test]
    public async Task Login_WithAPasswordOfBefore_GoesOn()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.RegisteredAsync("kettle");
        await using var node = TestApp.CreateOn(app).With(Key, "4").Start();
        using var nodeClient = node.Client();

        Assert.That((await nodeClient.SiteLoginAnswerAsync("kettle")).Code(), Is.Zero);
    }

    [TestCase("3", true)]
    [TestCase("0", false)]
    public async Task Pages_SayWhatIsAskedForInBothLanguages(string classes, bool asked)
    {
        await using var app = TestApp.Create().With(Key, classes).Start();
        using var client = app.Client();

        foreach (var page in (string[])["/", "/dashboard"])
        {
            Assert.That(
                (await client.GetStringAsync(page)).Contains("data-i18n=\"password.rule.classes\"", StringComparison.Ordinal),
                Is.EqualTo(asked)
            );
        }

        var admin = await client.GetStringAsync("/js/admin/login.js");
        Assert.That(admin.Contains("'admin.password.hint.classes'", StringComparison.Ordinal), Is.EqualTo(asked));
        foreach (
            var (script, words) in ((string, string)[])
                [
                    ("words.en.js", "At least 3 of: upper case"),
                    ("words.zh.js", "至少混用 3 种字符"),
                    ("admin/words.en.js", "at least 3 of: upper case"),
                    ("admin/words.zh.js", "至少混用 3 种"),
                ]
        )
        {
            Assert.That(
                (await client.GetStringAsync($"/js/{script}")).Contains(words, StringComparison.Ordinal),
                Is.EqualTo(asked),
                script
            );
        }
    }

    [Test]
    public void Start_BootstrapPasswordOfTooFewKinds_IsNamed() =>
        Assert.That(
            StartCheck.Sentence("Production", (Key, "3"), ("Bootstrap:AdminPassword", Simple)),
            Does.StartWith("Bootstrap:AdminPassword must be").And.Contain("Password:MinClasses")
        );

    private static async Task RefusesAsync(HttpClient client, string path, string? token, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Add("Accept-Language", "en");
        if (token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + token);
        }

        using var response = await client.SendAsync(request);
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(JsonSerializer.Serialize(new { code = -1, msg = English })),
            path
        );
        Assert.That(response.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "password-too-simple" }), path);
        var chinese = await client.SitePostAsync(path, token, body);
        Assert.That(chinese.Msg(), Is.EqualTo("密码的字符种类太少,请混用大写字母、小写字母、数字和符号"), path);
    }
}
