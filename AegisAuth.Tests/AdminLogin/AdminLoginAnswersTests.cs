using System.Net;
using System.Text;
using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;

namespace AegisAuth.Tests.AdminLogin;

/// <summary>Every answer of the admin login document, byte for byte, over a real socket.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AdminLoginAnswersTests(Engine engine) : EngineTests(engine)
{
    private const string Json = "application/json";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Throttle:AddressFailures", "10000").With("Throttle:FreeFailures", "10000").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Login_RightPassword_IsAnsweredAsDocumented()
    {
        using var response = await PostAsync(Body(Some.SuperAdmin, Some.Password));
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            text,
            Does.Match(
                """^\{"status":200,"token":"aegis_[A-Za-z0-9_-]{43}","code":"10000","result":"Login successful","data":\{"user_id":"110\*{11}1234"\}\}$"""
            )
        );
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json; charset=utf-8"));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(response.Headers.Contains("X-Correlation-ID"), Is.True);
    }

    [TestCase("asd000001")]
    [TestCase("AsD000001")]
    public async Task Login_IdInAnyCase_FindsTheAccount(string id)
    {
        using var response = await PostAsync(Body(id, Some.Password));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("{}", TestName = "Id_Missing")]
    [TestCase("""{"user_AegisSpeed_id":null,"user_password":"x"}""", TestName = "Id_Null")]
    [TestCase("""{"user_AegisSpeed_id":123456789,"user_password":"x"}""", TestName = "Id_Number")]
    [TestCase("""{"user_AegisSpeed_id":["ASD000001"],"user_password":"x"}""", TestName = "Id_Array")]
    [TestCase("""{"user_AegisSpeed_id":{"a":1},"user_password":"x"}""", TestName = "Id_Object")]
    [TestCase("""{"user_AegisSpeed_id":"","user_password":"x"}""", TestName = "Id_Empty")]
    [TestCase("""{"user_AegisSpeed_id":"AS000000","user_password":"x"}""", TestName = "Id_EightCharacters")]
    [TestCase("""{"user_AegisSpeed_id":"ASD0000011","user_password":"x"}""", TestName = "Id_TenCharacters")]
    [TestCase("""{"user_AegisSpeed_id":"ASD00000\n","user_password":"x"}""", TestName = "Id_LineBreak")]
    [TestCase("""{"user_AegisSpeed_id":"ASD000001\n","user_password":"x"}""", TestName = "Id_LineBreakAfterNine")]
    [TestCase("""{"user_AegisSpeed_id":"ASD00000\u0000","user_password":"x"}""", TestName = "Id_Nul")]
    [TestCase("""{"user_AegisSpeed_id":"ASD00000\uff11","user_password":"x"}""", TestName = "Id_FullWidthDigit")]
    [TestCase("""{"user_AegisSpeed_id":"ASD0000e\u0301","user_password":"x"}""", TestName = "Id_CombiningCharacter")]
    [TestCase("""{"user_AegisSpeed_id":"ASD00000\ud800","user_password":"x"}""", TestName = "Id_LoneSurrogate")]
    [TestCase("""{"user_AegisSpeed_id":"ASD 00001","user_password":"x"}""", TestName = "Id_Space")]
    [TestCase("""{"user_AegisSpeed_id":"bad","user_password":""}""", TestName = "Id_IsCheckedBeforeThePassword")]
    [TestCase("""{"USER_AEGISSPEED_ID":"ASD000001","user_password":"x"}""", TestName = "Id_MemberNameIsExact")]
    public Task Login_NoId_10006(string body) =>
        AnswersAsync(
            body,
            HttpStatusCode.BadRequest,
            """{"status":400,"token":"","code":"10006","result":"Invalid AegisSpeed ID","data":{}}"""
        );

    [TestCase("""{"user_AegisSpeed_id":"ASD000001"}""", TestName = "Password_Missing")]
    [TestCase("""{"user_AegisSpeed_id":"ASD000001","user_password":7}""", TestName = "Password_Number")]
    [TestCase("""{"user_AegisSpeed_id":"ASD000001","user_password":""}""", TestName = "Password_Empty")]
    [TestCase("""{"user_AegisSpeed_id":"ASD000001","user_password":"a\u0007b"}""", TestName = "Password_ControlCharacter")]
    [TestCase("""{"user_AegisSpeed_id":"ASD000001","user_password":"a\u0085b"}""", TestName = "Password_C1ControlCharacter")]
    public Task Login_NoPassword_10005(string body) => AnswersAsync(body, HttpStatusCode.BadRequest, InvalidPassword);

    [Test]
    public Task Login_PasswordOf129Characters_10005() =>
        AnswersAsync(Body(Some.SuperAdmin, new string('x', 129)), HttpStatusCode.BadRequest, InvalidPassword);

    [Test]
    public Task Login_PasswordOf128Characters_IsChecked() =>
        AnswersAsync(Body(Some.SuperAdmin, string.Concat(Enumerable.Repeat("😀", 128))), HttpStatusCode.Unauthorized, WrongPassword);

    [Test]
    public Task Login_UnknownId_10002() =>
        AnswersAsync(
            Body(Some.UnknownId, Some.Password),
            HttpStatusCode.Unauthorized,
            """{"status":401,"token":"","code":"10002","result":"User does not exist","data":{}}"""
        );

    [TestCase("not-the-password")]
    [TestCase("AegisSpeed-2026 ")]
    [TestCase("aegisspeed-2026")]
    public Task Login_WrongPassword_10001(string password) =>
        AnswersAsync(Body(Some.SuperAdmin, password), HttpStatusCode.Unauthorized, WrongPassword);

    [Test]
    public Task Login_WithoutRole_10007() =>
        AnswersAsync(
            Body(Some.User, Some.Password),
            HttpStatusCode.Unauthorized,
            """{"status":401,"token":"","code":"10007","result":"This account is not an admin account","data":{}}"""
        );

    [Test]
    public Task Login_WithoutRoleAndWrongPassword_DoesNotTellTheRole() =>
        AnswersAsync(Body(Some.User, Some.WrongPassword), HttpStatusCode.Unauthorized, WrongPassword);

    [TestCase("", TestName = "Body_Empty")]
    [TestCase("null", TestName = "Body_Null")]
    [TestCase("{", TestName = "Body_CutShort")]
    [TestCase("[]", TestName = "Body_Array")]
    [TestCase("\"text\"", TestName = "Body_Text")]
    [TestCase("7", TestName = "Body_Number")]
    [TestCase("{} {}", TestName = "Body_TwoObjects")]
    [TestCase("""{"user_password":"a","user_password":"b","user_AegisSpeed_id":"ASD000001"}""", TestName = "Body_MemberTwice")]
    public Task Login_NotTheJson_10009(string body) => AnswersAsync(body, HttpStatusCode.BadRequest, Malformed(400));

    [Test]
    public Task Login_DeepArray_10009() =>
        AnswersAsync($$"""{"x":{{new string('[', 5000)}}{{new string(']', 5000)}}}""", HttpStatusCode.BadRequest, Malformed(400));

    [Test]
    public Task Login_UnknownMembers_AreIgnored() =>
        AnswersAsync("""{"x":{"y":[1]},"user_AegisSpeed_id":"ASD999999","user_password":"x"}""", HttpStatusCode.Unauthorized, UnknownUser);

    [Test]
    public async Task Login_InvalidUtf8_10009()
    {
        using var content = new ByteArrayContent([
            .. """{"user_AegisSpeed_id":"ASD000001","user_password":"""u8,
            (byte)'"',
            0xff,
            (byte)'"',
            (byte)'}',
        ]);
        content.Headers.TryAddWithoutValidation("Content-Type", Json);
        using var response = await _client.PostAsync(AdminCalls.LoginPath, content);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed(400)).Or.EqualTo(InvalidPassword));
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task Login_OtherContentType_415(string? contentType)
    {
        using var response = await PostAsync(Body(Some.SuperAdmin, Some.Password), contentType);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed(415)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Login_Over16KiB_413(bool announced)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminCalls.LoginPath)
        {
            Content = Content(new string(' ', 17 * 1024) + "{}", Json),
        };
        request.Headers.TransferEncodingChunked = !announced;
        using var response = await _client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed(413)));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("OPTIONS")]
    public async Task Login_OtherMethod_405(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), AdminCalls.LoginPath);
        using var response = await _client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(["POST"]));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed(405)));
    }

    [Test]
    public async Task Login_OtherPath_404()
    {
        using var response = await _client.GetAsync("/user/login/nothing");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Malformed(404)));
    }

    [Test]
    public async Task Login_RepositoryThrows_10004AndNothingOfIt()
    {
        var broken = new Mock<ISessionRepository>();
        broken
            .Setup(s => s.AddAsync(It.IsAny<AegisAuth.Domain.Session>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("SELECT secret FROM nowhere"));
        await using var app = TestApp.Create().WithServices(s => s.Replace(ServiceDescriptor.Scoped(_ => broken.Object))).Start();
        using var client = app.Client();

        using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":500,"token":"","code":"10004","result":"Login failed, server internal error","data":{}}""")
        );
    }

    [Test]
    public async Task Login_FaultsOnOurSide_CountForNobody()
    {
        var broken = new Mock<ISessionRepository>();
        broken
            .Setup(s => s.AddAsync(It.IsAny<AegisAuth.Domain.Session>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException());
        await using var app = TestApp.Create().WithServices(s => s.Replace(ServiceDescriptor.Scoped(_ => broken.Object))).Start();
        using var client = app.Client();

        for (var i = 0; i < 12; i++)
        {
            using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError), $"login {i}");
        }
    }

    [Test]
    public async Task Login_AccountStateNotRevealed_IsOneAnswer()
    {
        await using var app = TestApp.Create().With("Login:RevealAccountState", "false").Start();
        using var client = app.Client();

        foreach (var (id, password) in new[] { (Some.UnknownId, Some.Password), (Some.User, Some.Password), (Some.User, "x") })
        {
            using var response = await client.TryAdminLoginAsync(id, password);
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(WrongPassword));
        }
    }

    private const string InvalidPassword = """{"status":400,"token":"","code":"10005","result":"Invalid user password","data":{}}""";
    private const string WrongPassword = """{"status":401,"token":"","code":"10001","result":"Invalid username or password","data":{}}""";
    private const string UnknownUser = """{"status":401,"token":"","code":"10002","result":"User does not exist","data":{}}""";

    private static string Malformed(int status) =>
        "{\"status\":" + status + ",\"token\":\"\",\"code\":\"10009\",\"result\":\"Malformed request\",\"data\":{}}";

    private static string Body(string id, string password) =>
        System.Text.Json.JsonSerializer.Serialize(
            new Dictionary<string, string> { ["user_AegisSpeed_id"] = id, ["user_password"] = password }
        );

    private static ByteArrayContent Content(string body, string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return content;
    }

    private async Task AnswersAsync(string body, HttpStatusCode status, string answer)
    {
        using var response = await PostAsync(body);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(answer));
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? contentType = Json)
    {
        using var content = Content(body, contentType);
        return await _client.PostAsync(AdminCalls.LoginPath, content);
    }
}
