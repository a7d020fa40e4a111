using System.Text.Json;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.PhoneNumbers;

/// <summary>The login by six digits, over the wire.</summary>
[TestFixture]
internal sealed class PhoneLoginTests
{
    private CollectingSender _sender = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start() => Start(app => app);

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Login_UnknownNumber_MakesAnAccountThatIsFoundAgain()
    {
        var first = await LoginAsync(await CodeAsync());
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        var again = await LoginAsync(await CodeAsync());

        Assert.Multiple(() =>
        {
            Assert.That((first.Code(), again.Code()), Is.EqualTo((0, 0)), first.ToString());
            Assert.That(Data(first, "id").GetInt64(), Is.EqualTo(Data(again, "id").GetInt64()));
            Assert.That(Data(first, "phone").GetString(), Is.EqualTo("+8613800138000"));
            Assert.That(Data(first, "token").GetString(), Does.StartWith("aegis_"));
        });
        var detail = await _client.SiteGetAsync("/api/user/detail", Data(again, "token").GetString());
        Assert.That(Data(detail, "phone_verified").GetBoolean(), Is.True);
    }

    [TestCase("+86 138-0013-8000")]
    [TestCase("008613800138000")]
    public async Task Login_OtherSpellingOfTheNumber_IsTheSameNumber(string phone) =>
        Assert.That((await _client.PhoneLoginAsync(await CodeAsync(), phone)).Code(), Is.Zero);

    [Test]
    public async Task Login_FullWidthDigits_AreDigits()
    {
        var digits = await CodeAsync();

        Assert.That((await LoginAsync(string.Concat(digits.Select(d => (char)(d - '0' + '０'))))).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_WrongUsedOrExpired_SaysSo()
    {
        var digits = await CodeAsync();
        var wrong = await LoginAsync(digits.Wrong());
        var right = await LoginAsync(digits);
        var used = await LoginAsync(digits);
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        var late = await CodeAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(5));
        var expired = await LoginAsync(late);

        Assert.That(right.Code(), Is.Zero);
        foreach (var refused in (JsonElement[])[wrong, used, expired])
        {
            Assert.That((refused.Code(), refused.Msg()), Is.EqualTo((-1, "验证码错误或已过期")));
        }
    }

    [Test]
    public async Task Login_FortyWrongAtOnceFromFortyAddresses_FiveAreCheckedAndANewCodeGivesNoMore()
    {
        var digits = await CodeAsync();
        var clients = Enumerable.Range(1, 40).Select(i => _app.ClientFrom($"127.0.1.{i}")).ToList();

        var answers = await Task.WhenAll(clients.Select(client => client.PhoneLoginAsync(digits.Wrong())));
        clients.ForEach(client => client.Dispose());

        Assert.That(answers.Count(answer => answer.Msg() == "验证码错误或已过期"), Is.EqualTo(5));
        Assert.That(answers.Count(answer => answer.Msg() == "登录失败次数过多,请稍后再试"), Is.EqualTo(35));
        Assert.That((await LoginAsync(digits)).Code(), Is.EqualTo(-1), "paused");

        // The pause of thirty seconds is over after the minute of the next code; one more wrong one begins the next.
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        var next = await CodeAsync();
        Assert.That((await LoginAsync(next.Wrong())).Msg(), Is.EqualTo("验证码错误或已过期"));
        Assert.That((await LoginAsync(next)).Msg(), Is.EqualTo("登录失败次数过多,请稍后再试"));
    }

    [Test]
    public async Task Login_SixteenRightAtOnceOnTwoNodes_OneIsLoggedIn()
    {
        // More at once than failures are free would wait for each other, on the other node by the clock, which stands still here.
        await StopAsync();
        Start(app => app.With("Throttle:FreeFailures", "100"));
        await using var other = TestApp.CreateOn(_app).With("Throttle:FreeFailures", "100").Start();
        using var second = other.Client();
        var digits = await CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? _client : second).PhoneLoginAsync(digits)));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1));
    }

    [Test]
    public async Task Login_CodeOfVerification_LogsNobodyIn()
    {
        var token = await _client.SiteTokenAsync();
        await _client.SitePostAsync("/api/verify/phone", token, new { phone = PhoneCalls.Phone });

        Assert.That((await LoginAsync(await _sender.NextDigitsAsync())).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Administrator_GetsNoCodeAndIsNotLoggedInByOneFromBefore()
    {
        var user = await _app.AddPhoneUserAsync("promoted");
        var digits = await CodeAsync();
        await _app.SqlAsync($"UPDATE users SET role = {(int)AdminRole.Admin} WHERE id = {user.Id}");

        var before = await LoginAsync(digits);
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        var asked = await _client.AskCodeAsync();
        await _app.FlushMessagesAsync();

        Assert.That((before.Code(), before.Msg()), Is.EqualTo((-1, "验证码错误或已过期")));
        Assert.That(asked.Code(), Is.Zero, "as for any number");
        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RegisterOff_UnknownNumber_IsAnsweredAlikeAndGetsNothing()
    {
        await RestartAsync(app => app.With("Phone:Register", "false"));
        await _app.AddPhoneUserAsync("known");

        var unknown = await _client.AskCodeAsync("13900139000");
        var known = await _client.AskCodeAsync();
        await _app.FlushMessagesAsync();

        Assert.That(unknown.ToString(), Is.EqualTo(known.ToString()));
        Assert.That(_sender.Sent.Select(message => message.To), Is.EqualTo((string[])["+8613800138000"]));
    }

    [Test]
    public async Task Unused180Days_TheCodeAloneIsNotEnough_ThePasswordOnceIs()
    {
        await RestartAsync(app => app.WithoutTimers());
        await _app.AddPhoneUserAsync("sleeper");
        _app.Time.Advance(TimeSpan.FromDays(181));

        var alone = await LoginAsync(await CodeAsync());
        var password = await _client.SiteLoginAnswerAsync("sleeper", Some.Password);
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        var after = await LoginAsync(await CodeAsync());

        Assert.That((alone.Code(), alone.Msg()), Is.EqualTo((-1, "账号长时间未使用,请先用密码或其他方式登录一次")));
        Assert.That((password.Code(), after.Code()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Code_Stored_IsNoBareHashAndNoDigits()
    {
        var digits = await CodeAsync();

        var stored = await _app.ReadAsync("SELECT hex(mac) || protected_key FROM phone_codes");
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(digits)));

        Assert.That(stored, Is.Not.Empty.And.Not.Contain(digits).And.Not.Contain(hash));
        Assert.That(_app.Log.Text(), Does.Not.Contain(digits).And.Not.Contain("13800138000"));
    }

    private void Start(Func<TestApp, TestApp> configure)
    {
        _sender = new CollectingSender();
        _app = configure(TestApp.Create()).Collecting(_sender).Start();
        _client = _app.Client();
    }

    private async Task RestartAsync(Func<TestApp, TestApp> configure)
    {
        await StopAsync();
        Start(configure);
    }

    private async Task<string> CodeAsync()
    {
        var asked = await _client.AskCodeAsync();
        Assert.That(asked.Code(), Is.Zero, asked.ToString());
        return await _sender.NextDigitsAsync();
    }

    private Task<JsonElement> LoginAsync(string code) => _client.PhoneLoginAsync(code);

    private static JsonElement Data(JsonElement answer, string name) => answer.GetProperty("data").GetProperty(name);
}
