using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Captcha;

/// <summary>Captchas and the logins that need them, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class CaptchaLoginTests(Engine engine) : EngineTests(engine)
{
    private const string CaptchaWrong = "图形验证码不正确";
    private const string Wrong = "用户名或密码错误";
    private const string Paused = "登录失败次数过多,请稍后再试";

    private readonly KnownPicture _picture = new();

    [Test]
    public async Task Captcha_Off_NothingIsAsked()
    {
        await using var app = Create("Off").Start();
        using var client = app.Client();

        Assert.That((await client.CaptchaAsync()).GetRawText(), Is.EqualTo("""{"captcha_off":true}"""));
        await client.SiteTokenAsync();
    }

    [Test]
    public async Task Captcha_Always_IsAskedAtOnceAndTakenInAnyCase()
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();

        Assert.That(await client.LoginMessageAsync("user", Some.Password), Is.EqualTo(CaptchaWrong));
        var captcha = await client.CaptchaAsync();

        Assert.That(captcha.GetProperty("captcha_off").GetBoolean(), Is.False);
        Assert.That(captcha.GetProperty("captcha").GetString(), Is.EqualTo("data:image/png;base64,iVBORw=="));
        Assert.That(await LoginAsync(client, captcha.GetProperty("captcha_id").GetString()!, _picture.Text.ToLowerInvariant()), Is.Empty);
    }

    [Test]
    public async Task Captcha_RealPicture_IsAPng()
    {
        await using var app = TestApp.Create().With("Captcha:Mode", "Always").Start();
        using var client = app.Client();

        var url = (await client.CaptchaAsync()).GetProperty("captcha").GetString()!;

        var png = Convert.FromBase64String(url["data:image/png;base64,".Length..]);
        Assert.That(png[..8], Is.EqualTo((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Captcha_Used_IsGoneRightOrWrong(bool right)
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();
        var (id, text) = await FetchAsync(client);

        var first = await LoginAsync(client, id, right ? text : "WRONG");
        var second = await LoginAsync(client, id, text);

        Assert.That(first, Is.EqualTo(right ? "" : CaptchaWrong));
        Assert.That(second, Is.EqualTo(CaptchaWrong));
    }

    [Test]
    public async Task Captcha_AfterFiveMinutes_IsWorthNothing()
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();
        var (id, text) = await FetchAsync(client);

        app.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(await LoginAsync(client, id, text), Is.EqualTo(CaptchaWrong));
    }

    [Test]
    public async Task Captcha_WrongOnes_AreNoFailuresOfTheAccount()
    {
        await using var app = Create("Always").With("Throttle:FreeFailures", "1").Start();
        using var client = app.Client();
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await client.LoginMessageAsync("user", Some.WrongPassword), Is.EqualTo(CaptchaWrong));
        }

        var (id, text) = await FetchAsync(client);

        Assert.That(await LoginAsync(client, id, text), Is.Empty);
    }

    [Test]
    public async Task Captcha_FiftyLoginsWithOne_OneGoesThrough()
    {
        await using var app = Create("Always").With("PasswordHash:Queue", "100").Start();
        using var client = app.Client();
        var (id, text) = await FetchAsync(client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => LoginAsync(client, id, text)));

        Assert.That(answers.Count(a => a.Length == 0), Is.EqualTo(1));
        Assert.That(answers.Count(a => a == CaptchaWrong), Is.EqualTo(49));
    }

    [Test]
    public async Task Captcha_DrawnByOneNode_IsTakenByAnother()
    {
        await using var first = Create("Always").Start();
        await using var second = TestApp.CreateOn(first).With("Captcha:Mode", "Always").Start();
        using var here = first.Client();
        using var there = second.Client();
        var (id, text) = await FetchAsync(here);

        Assert.That(await LoginAsync(there, id, text), Is.Empty);
        Assert.That(await LoginAsync(here, id, text), Is.EqualTo(CaptchaWrong));
    }

    [Test]
    public async Task Captcha_NodeThatDrewItIsGone_IsTakenAllTheSame()
    {
        await using var data = Create("Always").Start();
        string id;
        string text;
        await using (var node = TestApp.CreateOn(data).With("Captcha:Mode", "Always").WithServices(_picture.Register).Start())
        {
            using var client = node.Client();
            (id, text) = await FetchAsync(client);
        }

        using var later = data.Client();
        Assert.That(await LoginAsync(later, id, text), Is.Empty);
    }

    [TestCase("user")]
    [TestCase("nobody")]
    public async Task Adaptive_ThreeFailuresInARow_PlainFrontEndGetsThrough(string name)
    {
        await using var app = Create("Adaptive").Start();
        using var client = app.Client();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.CaptchaAsync()).GetProperty("captcha_off").GetBoolean(), Is.True);
            Assert.That(await client.LoginMessageAsync(name, Some.WrongPassword), Is.EqualTo(Wrong));
        }

        // Offered before the fourth login, so that it is not in vain; and demanded of it.
        var (id, text) = await FetchAsync(client);
        Assert.That(await client.LoginMessageAsync(name, Some.Password), Is.EqualTo(CaptchaWrong));
        Assert.That(await client.LoginMessageAsync(name, Some.Password, id, text), Is.EqualTo(name == "user" ? "" : Wrong));
    }

    [Test]
    public async Task Adaptive_FailuresFromElsewhere_OwnerIsOfferedOneAsSoonAsHeIsAsked()
    {
        await using var app = Create("Adaptive").Start();
        using var guesser = app.ClientFrom("127.0.0.2");
        using var owner = app.ClientFrom("127.0.0.3");
        for (var i = 0; i < 3; i++)
        {
            await guesser.LoginMessageAsync("user", Some.WrongPassword);
        }

        Assert.That((await owner.CaptchaAsync()).GetProperty("captcha_off").GetBoolean(), Is.True);
        Assert.That(await owner.LoginMessageAsync("user", Some.Password), Is.EqualTo(CaptchaWrong));
        var (id, text) = await FetchAsync(owner);
        Assert.That(await LoginAsync(owner, id, text), Is.Empty);
        // A success ends the row of failures: nothing is asked any more.
        await owner.SiteTokenAsync();
    }

    [Test]
    public async Task Adaptive_TwentyFailuresFromOneAddress_AsksThereAndNowhereElse()
    {
        await using var app = Create("Adaptive").Start();
        using var client = app.ClientFrom("127.0.0.2");
        using var other = app.ClientFrom("127.0.0.3");
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await client.LoginMessageAsync($"nobody{i}", Some.WrongPassword), Is.EqualTo(Wrong));
        }

        Assert.That(await client.LoginMessageAsync("user", Some.Password), Is.EqualTo(CaptchaWrong));
        await other.SiteTokenAsync();
        app.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.That((await client.CaptchaAsync()).GetProperty("captcha_off").GetBoolean(), Is.True);
        await client.SiteTokenAsync();
    }

    [Test]
    public async Task Adaptive_WrongOneWithoutNeed_IsRefused()
    {
        await using var app = Create("Adaptive").Start();
        using var client = app.Client();

        Assert.That(await LoginAsync(client, "made-up", "ABCDE"), Is.EqualTo(CaptchaWrong));
    }

    [Test]
    public async Task Captcha_OfAnotherPurpose_IsUsedUpForNothing()
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();
        var (login, loginText) = await FetchAsync(client);
        var (register, registerText) = await FetchAsync(client, "?purpose=register");

        Assert.That(await LoginAsync(client, register, registerText), Is.EqualTo(CaptchaWrong));
        Assert.That(await RegisterAsync(client, register, registerText), Is.EqualTo(CaptchaWrong), "It is used up.");
        Assert.That(await RegisterAsync(client, login, loginText), Is.EqualTo(CaptchaWrong));
        (register, registerText) = await FetchAsync(client, "?purpose=register");
        Assert.That(await RegisterAsync(client, register, registerText), Is.Empty);
    }

    [Test]
    public async Task Captcha_OfAnotherAddress_IsRefused()
    {
        await using var app = Create("Always").Start();
        using var solver = app.ClientFrom("127.0.0.2");
        using var robot = app.ClientFrom("127.0.0.3");
        var (id, text) = await FetchAsync(solver);

        Assert.That(await LoginAsync(robot, id, text), Is.EqualTo(CaptchaWrong));
    }

    [Test]
    public async Task Captcha_UnknownPurpose_IsRefusedAndAnEmptyOneIsTheLogin()
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();

        Assert.That((await client.SiteGetAsync(SiteCalls.CaptchaPath + "?purpose=vote", token: null)).Msg(), Is.EqualTo("请求参数无效"));
        var (id, text) = await FetchAsync(client, "?purpose=");
        var wide = string.Concat(text.Select(c => (char)(c + 0xFEE0)));
        Assert.That(await LoginAsync(client, id, wide), Is.Empty, "Typed with an input method for Chinese.");
    }

    [TestCase("?purpose=reset", "")]
    [TestCase("?purpose=login", CaptchaWrong)]
    public async Task Captcha_BroughtToAReset_MustBeRight(string purpose, string message)
    {
        await using var app = Create("Always").Start();
        using var client = app.Client();
        var (id, text) = await FetchAsync(client, purpose);

        var answer = await client.SitePostAsync(
            "/api/password/reset",
            token: null,
            new
            {
                email = "nobody@example.com",
                captcha_id = id,
                captcha = text,
            }
        );

        Assert.That(answer.Msg(), Is.EqualTo(message));
    }

    [Test]
    public async Task Captcha_TooManyPictures_AddressWaitsOnEveryNode()
    {
        await using var first = Create("Always").With("Captcha:DrawsPerMinute", "3").Start();
        await using var second = TestApp.CreateOn(first).With("Captcha:Mode", "Always").With("Captcha:DrawsPerMinute", "3").Start();
        using var here = first.ClientFrom("127.0.0.2");
        using var there = second.ClientFrom("127.0.0.2");
        using var neighbour = second.ClientFrom("127.0.0.3");
        await here.CaptchaAsync();
        await here.CaptchaAsync();
        await there.CaptchaAsync();

        using var refused = await there.GetAsync(SiteCalls.CaptchaPath);

        Assert.That((await refused.JsonAsync()).GetProperty("msg").GetString(), Is.EqualTo(Paused));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
        await neighbour.CaptchaAsync();
        first.Time.Advance(TimeSpan.FromMinutes(1));
        await here.CaptchaAsync();
    }

    private TestApp Create(string mode) => TestApp.Create().With("Captcha:Mode", mode).WithServices(_picture.Register);

    private async Task<(string Id, string Text)> FetchAsync(HttpClient client, string query = "")
    {
        var answer = await client.SiteGetAsync(SiteCalls.CaptchaPath + query, token: null);
        return (answer.GetProperty("data").GetProperty("captcha_id").GetString()!, _picture.Text);
    }

    private static async Task<string> RegisterAsync(HttpClient client, string id, string text) =>
        (await client.RegisterAsync("kettle", more: new { captcha_id = id, captcha = text })).Msg();

    private static Task<string> LoginAsync(HttpClient client, string id, string text) =>
        client.LoginMessageAsync("user", Some.Password, id, text);
}
