using System.Net;
using System.Text;
using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace AegisAuth.Tests.StepUp;

/// <summary>Getting a dynamic secret, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class DynamicSecretTests(Engine engine) : EngineTests(engine)
{
    private const string TokenInvalid = """{"status":401,"code":"10001","result":"token 已过期或无效","data":{}}""";
    private const string InvalidParameter = """{"status":400,"code":"10006","result":"请求参数无效","data":{}}""";
    private const string WrongProof = """{"status":401,"code":"10005","result":"密码或动态口令错误","data":{}}""";

    [Test]
    public async Task GetSecret_RightPassword_AnswersAsTheContractSays()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        using var response = await client.TryStepUpAsync(token);
        var body = await response.Content.ReadAsStringAsync();

        var until = app.Time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            body,
            Does.Match(
                "^{\"status\":200,\"code\":\"10000\",\"result\":\"获取成功\","
                    + "\"data\":{\"secret\":\"[A-Za-z0-9_-]{43}\",\"expires_in\":600,\"expires_time\":"
                    + until
                    + "}}$"
            )
        );
        var secret = (await response.JsonAsync()).GetProperty("data").GetProperty("secret").GetString()!;
        Assert.That(app.Log.Text(), Does.Not.Contain(secret).And.Not.Contain(token).And.Not.Contain(Some.Password));
        Assert.That(
            app.Rows(
                    "SELECT action, actor, target, outcome, reason FROM audit_entries ORDER BY CASE WHEN sequence < 0 THEN 1 ELSE 0 END DESC, sequence DESC LIMIT 1"
                )
                .Single(),
            Is.EqualTo("step-up,ASD000001,ASD000001,success,")
        );
    }

    [Test]
    public async Task GetSecret_WhateverIsWrong_AnswersByteForByte()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.Multiple(async () =>
        {
            Assert.That(await AnswerAsync(client, null, new { user_password = Some.Password }), Is.EqualTo(TokenInvalid));
            Assert.That(await AnswerAsync(client, token + "x", new { user_password = Some.Password }), Is.EqualTo(TokenInvalid));
            Assert.That(await AnswerAsync(client, token, new { user_password = Some.WrongPassword }), Is.EqualTo(WrongProof));
            Assert.That(await AnswerAsync(client, token, new { }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { user_password = "" }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { user_password = 15 }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { user_password = new string('a', 129) }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { user_password = "a\nb" }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { totp_code = "12345" }), Is.EqualTo(InvalidParameter));
            Assert.That(await AnswerAsync(client, token, new { totp_code = "１２３４５６" }), Is.EqualTo(InvalidParameter));
            // No app is enrolled: the password is what counts.
            Assert.That(await AnswerAsync(client, token, new { totp_code = "123456" }), Is.EqualTo(InvalidParameter));
        });
        Assert.That(
            app.Rows("SELECT actor, outcome, reason FROM audit_entries WHERE action = 'step-up'"),
            Is.EqualTo(new[] { "ASD000001,refused,wrong-password" })
        );
    }

    [Test]
    public async Task GetSecret_ClosedWithoutTokenAndBody_AnswersInTheOrderOfTheContract()
    {
        await using var app = TestApp.Create().With("ClosedEndpoints:0", AdminCalls.SecretPath).Start();
        await using var open = TestApp.CreateOn(app).Start();
        using var client = app.Client();
        using var openClient = open.Client();

        using var closed = await client.PostAsync(AdminCalls.SecretPath, NotJson());
        using var withoutToken = await openClient.PostAsync(AdminCalls.SecretPath, NotJson());
        using var malformed = new HttpRequestMessage(HttpMethod.Post, AdminCalls.SecretPath) { Content = NotJson() };
        malformed.Headers.Add("Authorization", "Bearer " + await openClient.AdminTokenAsync(Some.SuperAdmin));
        using var withToken = await openClient.SendAsync(malformed);

        Assert.Multiple(async () =>
        {
            Assert.That(
                await closed.Content.ReadAsStringAsync(),
                Is.EqualTo("""{"status":403,"code":"10002","result":"服务器未开放此接口","data":{}}""")
            );
            Assert.That(await withoutToken.Content.ReadAsStringAsync(), Is.EqualTo(TokenInvalid));
            Assert.That(await withToken.Content.ReadAsStringAsync(), Is.EqualTo(InvalidParameter));
        });

        static StringContent NotJson() => new("no json", Encoding.UTF8, "application/json");
    }

    [Test]
    public async Task GetSecret_AfterFailedLogins_SharesTheirPause()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        for (var i = 0; i < 3; i++)
        {
            (await client.TryAdminLoginAsync(Some.SuperAdmin, Some.WrongPassword)).Dispose();
        }

        (await client.TryStepUpAsync(token, Some.WrongPassword)).Dispose();
        (await client.TryStepUpAsync(token, Some.WrongPassword)).Dispose();
        using var stepUp = await client.TryStepUpAsync(token);
        using var login = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.Multiple(async () =>
        {
            Assert.That(stepUp.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(
                await stepUp.Content.ReadAsStringAsync(),
                Is.EqualTo("""{"status":429,"code":"10008","result":"失败次数过多,请稍后再试","data":{"retry_after":30}}""")
            );
            Assert.That(await login.AdminCodeAsync(), Is.EqualTo("10008"));
        });
    }

    [Test]
    public async Task GetSecret_HashingQueueFull_IsBusyAndCountsNothing()
    {
        await using var app = TestApp.Create().With("PasswordHash:Concurrency", "1").With("PasswordHash:Queue", "0").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        var hasher = app.Services.GetRequiredService<Application.Passwords.IPasswordHasher>();
        Assert.That(hasher.TryEnter(out var place), Is.True);

        using var busy = await client.TryStepUpAsync(token);
        place!.Dispose();

        Assert.That((int)busy.StatusCode, Is.EqualTo(503));
        Assert.That(busy.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await busy.AdminCodeAsync(), Is.EqualTo("10003"));
        Assert.That(await client.SecretAsync(token), Is.Not.Empty);
    }

    [Test]
    public async Task GetSecret_Again_ReplacesTheOneBefore()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        var first = await client.SecretAsync(token);
        var second = await client.SecretAsync(token);

        Assert.That(await InfoCodeAsync(client, token, first), Is.EqualTo("10004"));
        Assert.That(await InfoCodeAsync(client, token, second), Is.EqualTo("10000"));
    }

    [Test]
    public async Task GetSecret_EightInParallel_LeaveOneSecret()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.SecretAsync(token)));
        var codes = await Task.WhenAll(secrets.Select(secret => InfoCodeAsync(client, token, secret)));

        Assert.That(secrets, Is.Unique);
        Assert.That(codes.Count(code => code == "10000"), Is.EqualTo(1));
        Assert.That(codes.Count(code => code == "10004"), Is.EqualTo(7));
    }

    [Test]
    public async Task GetSecret_SessionEndedWhileThePasswordWasChecked_BringsNothingBack()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        // The check has read the user; the change below is what a faster request would have committed meanwhile.
        await using var scope = app.Services.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<ISessionRepository>();
        var id = app.Rows("SELECT id FROM sessions").Single();
        var user = await app.UserAsync(Some.SuperAdmin);
        var secret = new SecretOfSession(id, user.Id, new byte[32], app.Time.GetUtcNow().AddMinutes(10), user.PasswordVersion + 1);

        Assert.That(await sessions.TrySetSecretAsync(secret, CancellationToken.None), Is.False);
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10004"));
    }

    [Test]
    public async Task GetSecret_DatabaseAway_SaysSoInItsOwnWords()
    {
        var sessions = new Mock<ISessionRepository>();
        sessions
            .Setup(s => s.FindAsync(It.IsAny<byte[]>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("the connection string and more"));
        await using var app = TestApp.Create().WithServices(services => services.AddScoped(_ => sessions.Object)).Start();
        using var client = app.Client();

        using var response = await client.TryStepUpAsync(Token.Create());

        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":500,"code":"10003","result":"获取动态密令失败,服务器内部错误","data":{}}""")
        );
    }

    private static async Task<string> AnswerAsync(HttpClient client, string? token, object body)
    {
        using var response = await client.SendAsync(HttpMethod.Post, AdminCalls.SecretPath, token, body);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string?> InfoCodeAsync(HttpClient client, string token, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminCalls.InfoPath);
        request.Headers.Add("Authorization", "Bearer " + token);
        request.Headers.Add("X-Dynamic-Secret", secret);
        using var response = await client.SendAsync(request);
        return await response.AdminCodeAsync();
    }
}
