using System.Net;
using System.Text;
using System.Text.Json;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.SiteLogin;

/// <summary>Every answer of <c>POST /api/login</c> with a password, over a real socket.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class SiteLoginAnswersTests(Engine engine) : EngineTests(engine)
{
    private const string Wrong = """{"code":-1,"msg":"用户名或密码错误"}""";
    private const string Malformed = """{"code":-1,"msg":"请求格式错误"}""";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp
            .Create()
            .With("Throttle:AddressFailures", "10000")
            .With("Throttle:FreeFailures", "10000")
            .With("Captcha:Mode", "Off")
            .Start();
        _client = _app.Client();
        await _app.AddUserAsync("disabled", user => user with { Enabled = false });
        await _app.AddUserAsync("passwordless", user => user with { PasswordHash = null });
        var contact = await _app.AddUserAsync("contact", user => user with { Email = "li@example.com", Phone = "13800138000" });
        await _app.AddUserAsync("unproven", user => user with { Email = "unproven@example.com", Phone = "13900139000" });
        // A user whose name is another's address does not get in its way.
        await _app.AddUserAsync("li@example.com", user => user with { PasswordHash = null });
        await _app.SqlAsync(
            $"INSERT INTO verified_contacts (contact_key, user_id, verified_at) VALUES ('email:li@example.com', {contact.Id}, 0), ('phone:8613800138000', {contact.Id}, 0)"
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("""{"platform":"website","user_name":"user","password":"AegisSpeed-2026","remember":false}""", TestName = "Site_Document")]
    [TestCase("""{"user_name":"user","password":"AegisSpeed-2026"}""", TestName = "Site_PlatformAbsent")]
    [TestCase("""{"platform":"","user_name":"user","password":"AegisSpeed-2026"}""", TestName = "Site_PlatformEmpty")]
    [TestCase(
        """{"platform":null,"user_name":"user","password":"AegisSpeed-2026","remember":null,"gender":null}""",
        TestName = "Site_Nulls"
    )]
    [TestCase("""{"user_name":" USER ","password":"AegisSpeed-2026"}""", TestName = "Site_NameInOtherCase")]
    [TestCase("""{"user_name":"ｕｓｅｒ","password":"AegisSpeed-2026"}""", TestName = "Site_NameInOtherUnicodeForm")]
    [TestCase("""{"user_name":"user","password":"AegisSpeed-2026","gender":1,"invite_id":7}""", TestName = "Site_GenderNumber")]
    [TestCase("""{"user_name":"user","password":"AegisSpeed-2026","gender":"1","invite_id":"x"}""", TestName = "Site_GenderText")]
    [TestCase("""{"user_name":"user","password":"AegisSpeed-2026","unknown":{"a":[1]}}""", TestName = "Site_UnknownMember")]
    [TestCase(
        """{"platform":"website","code":"","anonymousCode":"","state":"","avatar":"","nick_name":"","gender":"","province":"","city":"","county":"","encryptedData":"","iv":"","signature":"","rawData":"","user_name":"user","email":"","phone":"","password":"AegisSpeed-2026","captcha_id":"","captcha":"","invite_id":"","remember":true}""",
        TestName = "Site_EveryField"
    )]
    public async Task Login_RightPassword_BringsTheUserOfTheDocument(string body)
    {
        using var response = await _client.PostLoginAsync(body);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            text,
            Does.Match(
                """^\{"code":0,"msg":"","data":\{"id":4,"created_time":\d{10},"updated_time":\d{10},"parent_id":0,"user_name":"user","real_name":"","avatar_url":"","email":"","phone":"","group_id":1,"status":1,"is_retailer":0,"balance":0,"total_reward":0,"invite_code":"[^"]+","last_login":\d{10},"expire_time":0,"extra":null,"token":"aegis_[A-Za-z0-9_-]{43}","group":null,"full_avatar_url":"","link":""\}\}$"""
            )
        );
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
    }

    [TestCase("""{"email":"LI@Example.com","password":"AegisSpeed-2026"}""", TestName = "Contact_Email")]
    [TestCase("""{"phone":"+86 138 0013 8000","password":"AegisSpeed-2026"}""", TestName = "Contact_Phone")]
    [TestCase("""{"user_name":"li@example.com","password":"AegisSpeed-2026"}""", TestName = "Contact_EmailAsUserName")]
    [TestCase("""{"user_name":"13800138000","password":"AegisSpeed-2026"}""", TestName = "Contact_PhoneAsUserName")]
    [TestCase(
        """{"email":"li@example.com","phone":"1","user_name":"user","password":"AegisSpeed-2026"}""",
        TestName = "Contact_EmailGoesFirst"
    )]
    [TestCase("""{"phone":"13800138000","user_name":"user","password":"AegisSpeed-2026"}""", TestName = "Contact_PhoneGoesBeforeName")]
    public async Task Login_VerifiedContact_FindsItsOwner(string body)
    {
        using var response = await _client.PostLoginAsync(body);

        Assert.That((await response.JsonAsync()).GetProperty("data").GetProperty("user_name").GetString(), Is.EqualTo("contact"));
    }

    [TestCase("""{"user_name":"nobody","password":"AegisSpeed-2026"}""", TestName = "Wrong_Unknown")]
    [TestCase("""{"user_name":"user","password":"another one"}""", TestName = "Wrong_Password")]
    [TestCase("""{"user_name":"user","password":" AegisSpeed-2026"}""", TestName = "Wrong_PasswordIsNotTrimmed")]
    [TestCase("""{"user_name":"disabled","password":"AegisSpeed-2026"}""", TestName = "Wrong_Disabled")]
    [TestCase("""{"user_name":"passwordless","password":"AegisSpeed-2026"}""", TestName = "Wrong_NoPassword")]
    [TestCase("""{"email":"unproven@example.com","password":"AegisSpeed-2026"}""", TestName = "Wrong_EmailNotProven")]
    [TestCase("""{"phone":"13900139000","password":"AegisSpeed-2026"}""", TestName = "Wrong_PhoneNotProven")]
    [TestCase("""{"email":"user","password":"AegisSpeed-2026"}""", TestName = "Wrong_NameInTheFieldOfTheEmail")]
    public async Task Login_NotThisPerson_OneAnswer(string body) => Assert.That(await TextAsync(body), Is.EqualTo(Wrong));

    [TestCase("""{}""", "请输入账号", TestName = "Missing_Everything")]
    [TestCase("""{"user_name":"  ","password":"x"}""", "请输入账号", TestName = "Missing_NameBlank")]
    [TestCase("""{"password":"x"}""", "请输入账号", TestName = "Missing_Name")]
    [TestCase("""{"user_name":"user"}""", "请输入密码", TestName = "Missing_Password")]
    [TestCase("""{"user_name":"user","password":""}""", "请输入密码", TestName = "Missing_PasswordEmpty")]
    [TestCase("""{"platform":"myspace"}""", "不支持的登录方式", TestName = "Platform_Unknown")]
    [TestCase("""{"platform":"WEBSITE","user_name":"user","password":"x"}""", "不支持的登录方式", TestName = "Platform_NameIsExact")]
    public async Task Login_Incomplete_SaysWhatIsMissing(string body, string message) =>
        Assert.That(await TextAsync(body), Is.EqualTo($$"""{"code":-1,"msg":"{{message}}"}"""));

    [TestCase("x", 128, "用户名或密码错误", TestName = "Long_AtTheLimit")]
    [TestCase("x", 129, "密码太长", TestName = "Long_OverTheLimit")]
    [TestCase("🌲", 128, "用户名或密码错误", TestName = "Long_EmojiAtTheLimit")]
    [TestCase("🌲", 129, "密码太长", TestName = "Long_EmojiOverTheLimit")]
    [TestCase("\u0007", 8, "密码含有不允许的字符", TestName = "Long_ControlCharacters")]
    public async Task Login_PasswordThatCannotBeOne_SaysWhy(string character, int times, string message)
    {
        var body = JsonSerializer.Serialize(new { user_name = "user", password = string.Concat(Enumerable.Repeat(character, times)) });

        Assert.That(await TextAsync(body), Is.EqualTo($$"""{"code":-1,"msg":"{{message}}"}"""));
    }

    [TestCase("", TestName = "Malformed_Empty")]
    [TestCase("null", TestName = "Malformed_Null")]
    [TestCase("[]", TestName = "Malformed_Array")]
    [TestCase("\"text\"", TestName = "Malformed_Text")]
    [TestCase("{", TestName = "Malformed_Cut")]
    [TestCase("user_name=user&password=x", TestName = "Malformed_Form")]
    [TestCase("""{"platform":1}""", TestName = "Malformed_PlatformNumber")]
    [TestCase("""{"user_name":["user"],"password":"x"}""", TestName = "Malformed_NameArray")]
    [TestCase("""{"user_name":"user","password":123456}""", TestName = "Malformed_PasswordNumber")]
    [TestCase("""{"user_name":"user","password":"x","remember":"yes"}""", TestName = "Malformed_RememberText")]
    [TestCase("""{"user_name":"\ud800","password":"x"}""", TestName = "Malformed_LoneSurrogate")]
    [TestCase("""{"user_name":"user","user_name":"admin","password":"x"}""", TestName = "Malformed_NameTwice")]
    public async Task Login_NotTheBodyOfTheDocument_Malformed(string body) => Assert.That(await TextAsync(body), Is.EqualTo(Malformed));

    [TestCase("en", "Incorrect user name or password")]
    [TestCase("en-GB,en;q=0.9,zh;q=0.5", "Incorrect user name or password")]
    [TestCase("zh-CN,en;q=0.5", "用户名或密码错误")]
    [TestCase("fr", "用户名或密码错误")]
    public async Task Login_AcceptLanguage_ChoosesTheWords(string languages, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SiteCalls.LoginPath);
        request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        request.Content = new StringContent("""{"user_name":"nobody","password":"x"}""", Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request);

        Assert.That((await response.JsonAsync()).GetProperty("msg").GetString(), Is.EqualTo(message));
    }

    [TestCase("GET", "/api/login")]
    [TestCase("DELETE", "/api/login")]
    [TestCase("POST", "/api/captcha")]
    [TestCase("GET", "/api/nothing-here")]
    [TestCase("GET", "/api")]
    public async Task Api_NoSuchPathOrMethod_SiteEnvelope(string method, string path)
    {
        using var response = await _client.SendAsync(new HttpMethod(method), path, token: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed));
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task Login_OtherContentType_Malformed(string contentType)
    {
        using var content = new StringContent("""{"user_name":"user","password":"AegisSpeed-2026"}""", Encoding.UTF8, contentType);
        using var response = await _client.PostAsync(SiteCalls.LoginPath, content);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed));
    }

    private async Task<string> TextAsync(string body)
    {
        using var response = await _client.PostLoginAsync(body);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync();
    }
}
