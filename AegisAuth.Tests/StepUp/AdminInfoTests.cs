using System.Net;
using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace AegisAuth.Tests.StepUp;

/// <summary>Admin info, over the wire.</summary>
[TestFixture]
internal sealed class AdminInfoTests
{
    private const string TokenInvalid = """{"status":401,"code":"10001","result":"token 已过期或无效","data":{}}""";
    private const string SecretInvalid = """{"status":401,"code":"10004","result":"动态密令已过期或无效","data":{}}""";

    private const string Admin =
        """{"status":200,"code":"10000","result":"获取成功","data":{"admin_AegisSpeed_id":"ASD000001","admin_nickname":"Admin"}}""";

    [Test]
    public async Task Get_WithAndWithoutSecret_AnswersByteForByte()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.That(await AnswerAsync(client, token), Is.EqualTo(SecretInvalid));
        var secret = await client.SecretAsync(token);
        var other = await client.SecretAsync(await client.AdminTokenAsync(Some.SuperAdmin));

        Assert.Multiple(async () =>
        {
            Assert.That(await AnswerAsync(client, token), Is.EqualTo(Admin));
            Assert.That(await AnswerAsync(client, token, secret), Is.EqualTo(Admin));
            Assert.That(await AnswerAsync(client, token, other), Is.EqualTo(SecretInvalid));
            Assert.That(await AnswerAsync(client, token, secret, secret), Is.EqualTo(SecretInvalid));
            Assert.That(await AnswerAsync(client, token, secret[..^1]), Is.EqualTo(SecretInvalid));
            Assert.That(await AnswerAsync(client, token, "no secret"), Is.EqualTo(SecretInvalid));
        });
    }

    [Test]
    public async Task Get_SecretPresentedEmpty_DoesNotMatch()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.That(await AnswerAsync(client, token, ""), Is.EqualTo(SecretInvalid));
    }

    [Test]
    public async Task Get_WithRequireHeader_NeedsTheHeader()
    {
        await using var app = TestApp.Create().With("DynamicSecret:RequireHeader", "true").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        var secret = await client.SecretAsync(token);

        Assert.That(await AnswerAsync(client, token), Is.EqualTo(SecretInvalid));
        Assert.That(await AnswerAsync(client, token, secret), Is.EqualTo(Admin));
    }

    [Test]
    public async Task Get_SecretOlderThanItsLifetime_AsksForAnother()
    {
        await using var app = TestApp.Create().With("DynamicSecret:Lifetime", "00:00:30").Start();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        app.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.That(await AnswerAsync(client, token), Is.EqualTo(Admin));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await AnswerAsync(client, token), Is.EqualTo(SecretInvalid));
    }

    [Test]
    public async Task Get_TokenExpiredOrMalformed_IsRefusedWithTheScheme()
    {
        await using var app = TestApp.Create().WithoutTimers().Start();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.Multiple(async () =>
        {
            Assert.That(await AnswerAsync(client, null), Is.EqualTo(TokenInvalid));
            Assert.That(await AnswerAsync(client, ""), Is.EqualTo(TokenInvalid));
            Assert.That(await AnswerAsync(client, token.ToUpperInvariant()), Is.EqualTo(TokenInvalid));
            Assert.That(await AnswerAsync(client, Token.Create()), Is.EqualTo(TokenInvalid));
        });
        app.Time.Advance(TimeSpan.FromDays(7));
        using var expired = await client.SendAsync(HttpMethod.Get, AdminCalls.InfoPath, token);
        Assert.That(await expired.Content.ReadAsStringAsync(), Is.EqualTo(TokenInvalid));
        Assert.That(expired.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [TestCase("UPDATE users SET role = 0 WHERE id = 1", TestName = "Get_RoleSinceRemoved_RefusesTheToken")]
    [TestCase("UPDATE users SET enabled = 0 WHERE id = 1", TestName = "Get_AccountSinceDisabled_RefusesTheToken")]
    [TestCase("UPDATE sessions SET surface = 2", TestName = "Get_TokenOfTheSite_RefusesTheToken")]
    [TestCase("DELETE FROM sessions", TestName = "Get_SessionEndedByAnotherNode_RefusesTheToken")]
    public async Task Get_ChangedBehindItsBack_RefusesTheTokenWithinASecond(string change)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        Assert.That(await AnswerAsync(client, token), Is.EqualTo(Admin));

        app.Execute(change);
        app.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AnswerAsync(client, token), Is.EqualTo(TokenInvalid));
    }

    [Test]
    public async Task Get_Closed_SaysSoBeforeAnythingElse()
    {
        await using var app = TestApp.Create().With("ClosedEndpoints:0", AdminCalls.InfoPath).Start();
        using var client = app.Client();

        using var response = await client.SendAsync(HttpMethod.Get, AdminCalls.InfoPath, token: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":403,"code":"10002","result":"服务器未开放此接口","data":{}}""")
        );
    }

    [Test]
    public async Task Get_DatabaseAway_SaysSoInItsOwnWordsAndNothingElse()
    {
        var sessions = new Mock<ISessionRepository>();
        sessions
            .Setup(s => s.FindAsync(It.IsAny<byte[]>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("the connection string and more"));
        await using var app = TestApp.Create().WithServices(services => services.AddScoped(_ => sessions.Object)).Start();
        using var client = app.Client();

        Assert.That(
            await AnswerAsync(client, Token.Create()),
            Is.EqualTo("""{"status":500,"code":"10003","result":"获取管理员信息失败,服务器内部错误","data":{}}""")
        );
    }

    private static async Task<string> AnswerAsync(HttpClient client, string? token, params string[] secrets)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminCalls.InfoPath);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        foreach (var secret in secrets)
        {
            request.Headers.TryAddWithoutValidation("X-Dynamic-Secret", secret);
        }

        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
