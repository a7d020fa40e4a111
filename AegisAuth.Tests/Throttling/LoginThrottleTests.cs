using System.Net;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Throttling;

/// <summary>The throttle over the wire: bursts, pauses, restarts, strangers.</summary>
[TestFixture]
internal sealed class LoginThrottleTests
{
    [Test]
    public async Task Login_60ParallelWrongGuesses_Checks5()
    {
        var counting = new CountingHasher();
        await using var app = TestApp.Create().WithServices(counting.Wrap).Start();
        using var client = app.Client();
        counting.Reset();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => CodeAsync(client, Some.SuperAdmin, Some.WrongPassword)));

        Assert.That(counting.Verified, Is.EqualTo(5));
        Assert.That(answers.Count(code => code == "10001"), Is.EqualTo(5));
        Assert.That(answers.Count(code => code == "10008"), Is.EqualTo(55));
    }

    [Test]
    public async Task Login_40ParallelRightLogins_AllSucceed()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => CodeAsync(client, Some.SuperAdmin, Some.Password)));

        Assert.That(answers, Is.All.EqualTo("10000"));
    }

    [Test]
    public async Task Login_Mixed40RightAnd20WrongInParallel_NeverChecksMoreThanTheLimitAfterTheLastRight()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => CodeAsync(client, Some.SuperAdmin, i % 3 == 0 ? Some.WrongPassword : Some.Password))
        );

        Assert.That(answers, Is.All.AnyOf("10000", "10001", "10008"));
        Assert.That(await CodeAsync(client, Some.Admin, Some.Password), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Login_DuringAPause_RefusesTheRightPasswordAndOnlyThatAccount()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await FailAsync(client, Some.SuperAdmin, 5);

        using var paused = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(paused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(paused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(
            await paused.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":429,"token":"","code":"10008","result":"Too many failed login attempts","data":{"retry_after":30}}""")
        );
        Assert.That(await CodeAsync(client, Some.Admin, Some.Password), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Login_PausesDouble_AndEndOnTime()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await FailAsync(client, Some.SuperAdmin, 5);

        foreach (var seconds in new[] { 30, 60, 120 })
        {
            app.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.That(
                await CodeAsync(client, Some.SuperAdmin, Some.Password),
                Is.EqualTo("10008"),
                $"just before the end of {seconds} s"
            );
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.WrongPassword), Is.EqualTo("10001"), $"after {seconds} s");
        }

        app.Time.Advance(TimeSpan.FromSeconds(240));
        Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"));
        await FailAsync(client, Some.SuperAdmin, 4);
        Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"), "a success starts the count again");
    }

    [Test]
    public async Task Login_PauseSurvivesARestart()
    {
        await using var app = TestApp.Started();
        using (var client = app.Client())
        {
            await FailAsync(client, Some.SuperAdmin, 5);
        }

        await using var restarted = TestApp.CreateOn(app).Start();
        using var again = restarted.Client();

        Assert.That(await CodeAsync(again, Some.SuperAdmin, Some.Password), Is.EqualTo("10008"));
    }

    [Test]
    public async Task Login_AStrangersFailures_DoNotPauseTheOwner()
    {
        await using var app = TestApp.Create().With("Throttle:AddressFailures", "10000").Start();
        using var stranger = app.ClientFrom("127.0.0.66");
        using var owner = app.Client();

        for (var i = 0; i < 1000; i++)
        {
            Assert.That(await CodeAsync(stranger, Some.SuperAdmin, Some.WrongPassword), Is.EqualTo(i < 5 ? "10001" : "10008"));
        }

        Assert.That(await CodeAsync(owner, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Login_100FailuresFromAnywhere_PauseTheAccountForAnHour()
    {
        await using var app = TestApp.Started();
        for (var address = 10; address < 30; address++)
        {
            using var stranger = app.ClientFrom($"127.0.0.{address}");
            await FailAsync(stranger, Some.SuperAdmin, 5);
        }

        using var owner = app.Client();
        using var response = await owner.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromHours(1)));
        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(await CodeAsync(owner, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Login_100FailuresOfAnAddress_PauseItForTheRestOf15Minutes()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        for (var account = 0; account < 20; account++)
        {
            await FailAsync(client, $"XYZ{account:D6}", 5);
        }

        app.Time.Advance(TimeSpan.FromMinutes(5));
        using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromMinutes(10)));
        using var elsewhere = app.ClientFrom("127.0.0.9");
        Assert.That(await CodeAsync(elsewhere, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"));
        app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Login_UnknownId_IsPausedLikeAKnownOne()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        for (var i = 0; i < 5; i++)
        {
            Assert.That(await CodeAsync(client, Some.UnknownId, Some.WrongPassword), Is.EqualTo("10002"));
        }

        Assert.That(await CodeAsync(client, Some.UnknownId, Some.WrongPassword), Is.EqualTo("10008"));
    }

    [TestCase("X-Forwarded-For")]
    [TestCase("X-Real-IP")]
    [TestCase("Forwarded")]
    [TestCase("CF-Connecting-IP")]
    [TestCase("True-Client-IP")]
    public async Task Login_ForwardedHeaders_AreNotBelieved(string header)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        for (var i = 0; i < 6; i++)
        {
            client.DefaultRequestHeaders.Remove(header);
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, header == "Forwarded" ? $"for=203.0.113.{i}" : $"203.0.113.{i}");
            Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.WrongPassword), Is.EqualTo(i < 5 ? "10001" : "10008"));
        }
    }

    [Test]
    public async Task Login_ThroughAKnownProxy_CountsTheClient()
    {
        await using var app = TestApp.Create().With("ForwardedHeaders:KnownProxies:0", "127.0.0.1").Start();
        using var proxy = app.Client();
        proxy.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");
        await FailAsync(proxy, Some.SuperAdmin, 5);
        Assert.That(await CodeAsync(proxy, Some.SuperAdmin, Some.Password), Is.EqualTo("10008"));

        proxy.DefaultRequestHeaders.Remove("X-Forwarded-For");
        proxy.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.6");
        using var stranger = app.ClientFrom("127.0.0.77");
        stranger.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");

        Assert.That(await CodeAsync(proxy, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"), "another client of the proxy");
        Assert.That(await CodeAsync(stranger, Some.SuperAdmin, Some.Password), Is.EqualTo("10000"), "a stranger who only says so");
    }

    [Test]
    public async Task Login_ClientHangsUpDuringTheCheck_IsCountedAllTheSame()
    {
        var counting = new CountingHasher();
        await using var app = TestApp.Create().WithServices(counting.Wrap).Start();
        using var client = app.Client();
        counting.Reset();

        for (var i = 0; i < 5; i++)
        {
            using var hangUp = new CancellationTokenSource();
            var held = counting.LockNext(hangUp.Cancel);
            Assert.That(async () => await LoginAsync(client, hangUp.Token), Throws.InstanceOf<OperationCanceledException>());
            await held;
        }

        // The last one may still be settling: this login waits for it in the throttle.
        Assert.That(await CodeAsync(client, Some.SuperAdmin, Some.Password), Is.EqualTo("10008"));
    }

    private static async Task FailAsync(HttpClient client, string id, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(await CodeAsync(client, id, Some.WrongPassword), Is.AnyOf("10001", "10002"));
        }
    }

    private static async Task<string?> CodeAsync(HttpClient client, string id, string password)
    {
        using var response = await client.TryAdminLoginAsync(id, password);
        return await response.AdminCodeAsync();
    }

    private static async Task LoginAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var content = System.Net.Http.Json.JsonContent.Create(
            new Dictionary<string, string> { ["user_AegisSpeed_id"] = Some.SuperAdmin, ["user_password"] = Some.WrongPassword }
        );
        using var response = await client.PostAsync(AdminCalls.LoginPath, content, cancellationToken);
    }
}
