using System.Net;
using System.Text;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Data;

/// <summary>Text that one engine stores and another refuses is answered alike on all of them.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OddTextTests(Engine engine) : EngineTests(engine)
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Throttle:AddressFailures", "10000").With("Captcha:Mode", "Off").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    // U+0000 is what PostgreSQL takes in no text; the second is half of a character.
    [TestCase("/api/login", """{"user_name":"a\u0000b","password":"x"}""")]
    [TestCase("/api/login", """{"email":"a\u0000b@example.com","password":"x"}""")]
    [TestCase("/api/login", """{"phone":"138\u00000","password":"x"}""")]
    [TestCase("/api/login", """{"user_name":"user","password":"a\u0000b"}""")]
    [TestCase("/api/login", """{"user_name":"a\ud800","password":"x"}""")]
    [TestCase("/api/login", """{"platform":"weapp","code":"a\u0000b","nick_name":"a\u0000b"}""")]
    [TestCase("/api/login", """{"user_name":"user","password":"x","captcha_id":"a\u0000","captcha":"\u0000"}""")]
    [TestCase("/api/register", """{"user_name":"a\u0000b","password":"correct-Horse-91-battery"}""")]
    [TestCase("/api/register", """{"user_name":"odd1","password":"correct-Horse-91-battery","invite_id":"a\u0000b"}""")]
    [TestCase("/api/register", """{"user_name":"odd2","real_name":"a\u0000b","password":"correct-Horse-91-battery"}""")]
    [TestCase("/api/register", """{"user_name":"odd3","email":"a\u0000b@example.com","password":"correct-Horse-91-battery"}""")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id", """{"user_AegisSpeed_id":"ASD\u000000001","user_password":"x"}""")]
    [TestCase("/user/password/reset", """{"code":"a\u0000b","new_password":"correct-Horse-91-battery"}""")]
    public async Task Post_TextThatAnEngineCannotStore_IsNoFaultOfOurs(string path, string body)
    {
        using var response = await _client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.That(response.StatusCode, Is.Not.EqualTo(HttpStatusCode.InternalServerError), await response.Content.ReadAsStringAsync());
        Assert.That(_app.Log.Events.Where(e => e.Exception is not null).Select(e => e.Exception!.Message), Is.Empty);
    }

    [TestCase("text=%00")]
    [TestCase("text=a%00b")]
    [TestCase("text=%ed%a0%80")]
    [TestCase("text=%25_%5B~")]
    [TestCase("after=a%00b")]
    public async Task List_TextThatAnEngineCannotStore_IsNoFaultOfOurs(string query)
    {
        var token = await _client.SteppedUpTokenAsync(Some.SuperAdmin);

        using var response = await _client.SendAsync(HttpMethod.Get, $"{ManageCalls.Users}?{query}", token);

        Assert.That(response.StatusCode, Is.Not.EqualTo(HttpStatusCode.InternalServerError), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task List_PartOfANicknameInOtherCase_IsFoundOnEveryEngine()
    {
        var token = await _client.SteppedUpTokenAsync(Some.SuperAdmin);
        await _app.AddUserAsync("odd-nickname", user => user with { Nickname = "Odd管理Nickname" });

        using var response = await _client.SendAsync(HttpMethod.Get, $"{ManageCalls.Users}?text=ODD管理nick", token);

        Assert.That((await response.JsonAsync()).GetProperty("data").GetProperty("items").GetArrayLength(), Is.EqualTo(1));
    }
}
