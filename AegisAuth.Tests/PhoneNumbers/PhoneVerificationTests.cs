using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.PhoneNumbers;

/// <summary>Proving a number over the wire.</summary>
[TestFixture]
internal sealed class PhoneVerificationTests
{
    private const string Path = "/api/verify/phone";

    private CollectingSender _sender = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start()
    {
        _sender = new CollectingSender();
        _app = TestApp.Create().Collecting(_sender).Start();
        _client = _app.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Prove_OwnCode_OnceAndThePhoneLogsIn()
    {
        var token = await _client.RegisteredAsync("kettle");
        var digits = await AskAsync(token);
        var wrong = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = digits.Wrong() });
        var right = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = digits });
        var used = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = digits });

        Assert.That((wrong.Code(), wrong.Msg()), Is.EqualTo((-1, "验证码错误或已过期")));
        Assert.That((right.Code(), used.Code()), Is.EqualTo((0, -1)));
        Assert.That((await _client.SiteLoginAnswerAsync("+8613800138000")).Code(), Is.Zero, "as a name, with the password");
    }

    [Test]
    public async Task Prove_CodeOfAnotherUser_IsWorthNothing()
    {
        var owner = await _client.RegisteredAsync("kettle");
        var stranger = await _client.RegisteredAsync("stranger");
        var digits = await AskAsync(owner);

        var answer = await _client.SitePostAsync(Path, stranger, new { phone = PhoneCalls.Phone, code = digits });

        Assert.That(answer.Msg(), Is.EqualTo("验证码错误或已过期"));
    }

    [Test]
    public async Task Prove_CodeOfALogin_ProvesTheNumberToo()
    {
        var token = await _client.RegisteredAsync("kettle");
        await _client.AskCodeAsync();

        var answer = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = await _sender.NextDigitsAsync() });

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        var detail = await _client.SiteGetAsync("/api/user/detail", token);
        Assert.That(detail.GetProperty("data").GetProperty("phone_verified").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Prove_AnotherHasProvenIt_Taken()
    {
        await _app.AddPhoneUserAsync("first");
        var token = await _client.RegisteredAsync("kettle");

        var answer = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = await AskAsync(token) });

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, "该邮箱或手机号已被其他账号验证")));
    }

    [Test]
    public async Task Prove_AnotherNumberInAnOldLogin_AsksForThePassword()
    {
        var token = await _client.RegisteredAsync("kettle");
        _app.Time.Advance(TimeSpan.FromMinutes(11));

        var asked = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone });
        await _client.AskCodeAsync();
        var digits = await _sender.NextDigitsAsync();
        var proved = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone, code = digits });
        var withPassword = await _client.SitePostAsync(
            Path,
            token,
            new
            {
                phone = PhoneCalls.Phone,
                code = digits,
                password = AccountCalls.Password,
            }
        );

        Assert.That((asked.Msg(), proved.Msg()), Is.EqualTo(("请重新登录或输入密码", "请重新登录或输入密码")));
        Assert.That(withPassword.Code(), Is.Zero);
    }

    private async Task<string> AskAsync(string token)
    {
        var asked = await _client.SitePostAsync(Path, token, new { phone = PhoneCalls.Phone });
        Assert.That(asked.Code(), Is.Zero, asked.ToString());
        return await _sender.NextDigitsAsync();
    }
}
