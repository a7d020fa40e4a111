using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>Lost answers: the same key, the same request, the same client.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class IdempotencyTests(Engine engine) : EngineTests(engine)
{
    private static readonly (string, string) Key = ("Idempotency-Key", "0123456789abcdef");

    private ProviderWorld _world = null!;

    [SetUp]
    public void SetUp() => _world = ProviderWorld.Start();

    [TearDown]
    public async Task TearDownAsync() => await _world.DisposeAsync();

    private Task<HttpResponseMessage> LoginAsync(string code, HttpClient? client = null, (string, string)? key = null) =>
        ProviderWorld.PostAsync(client ?? _world.Client, "/api/login", new { platform = "weapp", code }, key ?? Key);

    private static async Task<string> WordsAsync(HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("msg").GetString()!;

    [Test]
    public async Task SameRequest_WithinAMinute_TheFirstAnswerByteForByte()
    {
        _world.Weapp.Knows("a", "s");
        using var first = await LoginAsync("a");
        using var second = await LoginAsync("a");
        var body = await first.Content.ReadAsByteArrayAsync();

        Assert.That((await first.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(body));
        Assert.That(second.Headers.GetValues("Set-Cookie"), Is.EqualTo(first.Headers.GetValues("Set-Cookie")));
        Assert.That(second.Content.Headers.ContentType, Is.EqualTo(first.Content.Headers.ContentType));
        Assert.That(_world.Weapp.Exchanges, Is.EqualTo(1));
    }

    [Test]
    public async Task SameRequest_AfterAMinute_IsANewOne()
    {
        _world.Weapp.Knows("a", "s");
        using var first = await LoginAsync("a");
        _world.App.Time.Advance(TimeSpan.FromSeconds(60));
        using var second = await LoginAsync("a");

        Assert.That(await WordsAsync(second), Is.EqualTo("登录凭证无效或已过期"));
    }

    [Test]
    public async Task ProviderAway_IsNotKept_TheSameKeyWorksLater()
    {
        _world.Weapp.Refusal = ProviderResult.Refused(AuthError.ProviderUnavailable, new ProviderError("-1", "req-8"));
        using var away = await LoginAsync("a");
        _world.Weapp.Knows("a", "s");
        using var later = await LoginAsync("a");

        Assert.That((await away.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(-1));
        Assert.That((await later.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task OtherBodyOrOtherClient_Refused()
    {
        _world.Weapp.Knows("a", "s").Knows("b", "s");
        using var stranger = _world.App.ClientFrom("127.0.0.2");
        using var first = await LoginAsync("a");
        using var otherBody = await LoginAsync("b");
        using var otherClient = await LoginAsync("a", stranger);

        Assert.That(await WordsAsync(otherBody), Is.EqualTo("幂等键已被其他请求使用"));
        Assert.That(await WordsAsync(otherClient), Is.EqualTo("幂等键已被其他请求使用"));
        Assert.That(otherClient.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Kept_NothingReadableInTheDatabase()
    {
        _world.Weapp.Knows("a", "s");
        using var first = await LoginAsync("a");
        var token = (await first.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;

        Assert.That(_world.Count("SELECT COUNT(*) FROM idempotent_answers WHERE protected_answer IS NOT NULL"), Is.EqualTo(1));
        Assert.That(_world.Count("SELECT COUNT(*) FROM idempotent_answers WHERE protected_answer LIKE @t", ("t", $"%{token}%")), Is.Zero);
    }

    [Test]
    public async Task ProcessDied_KeyIsFreeAfterAMinute()
    {
        _world.Weapp.Knows("a", "s").Knows("b", "s");
        using var first = await LoginAsync("a");
        // As a killed process leaves it: taken, and never answered.
        _world.Count("UPDATE idempotent_answers SET protected_answer = NULL");
        _world.App.Time.Advance(TimeSpan.FromSeconds(60));
        using var later = await LoginAsync("b");

        Assert.That((await later.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
    }

    [TestCase("short")]
    [TestCase("with space in it")]
    public async Task Key_WithoutTheForm_Refused(string key)
    {
        using var answer = await LoginAsync("a", key: ("Idempotency-Key", key));

        Assert.That(await WordsAsync(answer), Is.EqualTo("请求参数无效"));
    }
}
