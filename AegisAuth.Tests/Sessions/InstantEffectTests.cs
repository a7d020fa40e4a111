using System.Collections.Concurrent;
using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Sessions;

/// <summary>Two programs on one database: what one changes is refused there at once, and on the other after a second.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class InstantEffectTests(Engine engine) : EngineTests(engine)
{
    private const string NewPassword = "three blue kettles sing";

    private TestApp _app = null!;
    private TestApp _node = null!;
    private HttpClient _here = null!;
    private HttpClient _there = null!;

    [SetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Sessions:MaxPerUser", "3").Start();
        _node = TestApp.CreateOn(_app).With("Sessions:MaxPerUser", "3").Start();
        _here = _app.Client();
        _there = _node.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _node.DisposeAsync();
        await _app.DisposeAsync();
    }

    [TestCase("logout", "10001")]
    [TestCase("revoke by id", "10001")]
    [TestCase("revoke the others", "10001")]
    [TestCase("one session too many", "10001")]
    [TestCase("own password", "10001")]
    [TestCase("disable", "10001")]
    [TestCase("revoke-sessions", "10001")]
    [TestCase("reset-password", "10001")]
    [TestCase("role", "10001")]
    [TestCase("role with organisation", "10001")]
    public async Task Change_OnOneNode_IsSeenThereAtOnceAndOnTheOtherAfterASecond(string change, string refusal)
    {
        var super = await _here.SteppedUpTokenAsync(Some.SuperAdmin);
        var own = await _here.AdminTokenAsync(Some.Admin);
        _app.Time.Advance(TimeSpan.FromSeconds(1));
        var token = await _here.SteppedUpTokenAsync(Some.Admin);
        Assert.That((await _here.InfoCodeAsync(token), await _there.InfoCodeAsync(token)), Is.EqualTo(("10000", "10000")));

        await ChangeAsync(change, token, own, super);

        Assert.That(await _here.InfoCodeAsync(token), Is.EqualTo(refusal));
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await _there.InfoCodeAsync(token), Is.EqualTo(refusal));
    }

    [Test]
    public async Task Change_OnOneNode_IsSeenByTheOtherAsSoonAsItLooks()
    {
        var token = await _here.SteppedUpTokenAsync(Some.Admin);
        // The first look has nothing to compare with, and forgets all that was read.
        await PeekAsync(token, until: "10000");
        Assert.That(await _there.InfoCodeAsync(token), Is.EqualTo("10000"));

        await _here.DataAsync(HttpMethod.Post, "/user/logout", token);

        await PeekAsync(token, until: "10001");
    }

    [Test]
    public async Task Secret_Issued_OpensTheNextRequestAndReplacesTheOneBefore()
    {
        var token = await _here.AdminTokenAsync(Some.Admin);
        Assert.That((await _here.InfoCodeAsync(token), await _there.InfoCodeAsync(token)), Is.EqualTo(("10004", "10004")));

        var first = await _here.SecretAsync(token);
        Assert.That(await PresentAsync(_here, token, first), Is.EqualTo("10000"));
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await PresentAsync(_there, token, first), Is.EqualTo("10000"));

        var second = await _here.SecretAsync(token);
        Assert.That((await PresentAsync(_here, token, first), await PresentAsync(_here, token, second)), Is.EqualTo(("10004", "10000")));
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await PresentAsync(_there, token, first), await PresentAsync(_there, token, second)), Is.EqualTo(("10004", "10000")));
    }

    [Test]
    public async Task Revoke_While200RequestsAreInFlight_LetsNoneInThatStartsAfterTheAnswer()
    {
        var owner = await _here.AdminTokenAsync(Some.Admin);
        var token = await _here.SteppedUpTokenAsync(Some.Admin);
        var answers = new ConcurrentBag<(bool After, string? Code)>();
        var revoked = false;
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var clients = Enumerable
            .Range(0, 200)
            .Select(async _ =>
            {
                // Each asks until two of its requests began after the answer.
                for (var late = 0; late < 2; )
                {
                    var after = Volatile.Read(ref revoked);
                    late += after ? 1 : 0;
                    answers.Add((after, await _here.InfoCodeAsync(token)));
                    if (answers.Count >= 400)
                    {
                        warm.TrySetResult();
                    }
                }
            })
            .ToList();
        await warm.Task;
        using var response = await _here.SendAsync(HttpMethod.Post, "/user/sessions/revoke", owner, new { others = true });
        Assert.That(await response.AdminCodeAsync(), Is.EqualTo("10000"));
        Volatile.Write(ref revoked, true);
        await Task.WhenAll(clients);

        Assert.That(answers.Count(a => !a.After && a.Code == "10000"), Is.GreaterThan(100));
        Assert.That(answers.Where(a => a.After).Select(a => a.Code), Has.Exactly(400).Items.And.All.EqualTo("10001"));
    }

    // The look runs beside the requests: how many of them it takes is open, but a second has not passed by then.
    private async Task PeekAsync(string token, string until)
    {
        await _there.InfoCodeAsync(token);
        _node.Time.Advance(SessionCacheInvalidator.Interval);
        for (var request = 0; request < 5000; request++)
        {
            if (await _there.InfoCodeAsync(token) == until)
            {
                return;
            }
        }

        Assert.Fail($"The answer was never {until}.");
    }

    private async Task ChangeAsync(string change, string token, string own, string super)
    {
        var user = await _app.UserAsync(Some.Admin);
        var path = $"{ManageCalls.Users}/{user.AegisSpeedId}/";
        switch (change)
        {
            case "logout":
                await _here.DataAsync(HttpMethod.Post, "/user/logout", token);
                break;
            case "revoke by id":
                var list = await _here.DataAsync(HttpMethod.Get, "/user/sessions", own);
                var id = list.GetProperty("sessions")
                    .EnumerateArray()
                    .Single(s => !s.GetProperty("current").GetBoolean())
                    .GetProperty("id");
                await _here.DataAsync(HttpMethod.Post, "/user/sessions/revoke", own, new { session_id = id.GetString() });
                break;
            case "revoke the others":
                await _here.DataAsync(HttpMethod.Post, "/user/sessions/revoke", own, new { others = true });
                break;
            case "one session too many":
                for (var i = 0; i < 3; i++)
                {
                    _app.Time.Advance(TimeSpan.FromMilliseconds(100));
                    await _here.AdminTokenAsync(Some.Admin);
                }

                break;
            case "own password":
                await _here.DataAsync(
                    HttpMethod.Post,
                    "/user/password",
                    own,
                    new { user_password = Some.Password, new_password = NewPassword }
                );
                break;
            case "role":
                await _here.DataAsync(HttpMethod.Post, path + "role", super, new { role = "" });
                break;
            case "role with organisation":
                await _here.DataAsync(HttpMethod.Post, path + "role", super, new { role = "组织管理员", organisation_id = 1 });
                break;
            default:
                await _here.DataAsync(HttpMethod.Post, path + change, super);
                break;
        }
    }

    private static async Task<string?> PresentAsync(HttpClient client, string token, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminCalls.InfoPath);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        request.Headers.TryAddWithoutValidation("X-Dynamic-Secret", secret);
        using var response = await client.SendAsync(request);
        return await response.AdminCodeAsync();
    }
}
