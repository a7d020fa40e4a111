using AegisAuth.Application.Common;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Throttling;

/// <summary>
/// What a thief of a token can guess on the way to <c>reset-authenticator</c>: the proof that brings a dynamic secret, which is
/// counted; and nothing behind it.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AuthenticatorResetGuessTests(Engine engine) : EngineTests(engine)
{
    private const int Guesses = 50;
    private const int Free = 5;

    private static readonly (int, string) NoSecret = (401, "10004");
    private static readonly (int, string) Wrong = (401, "10005");
    private static readonly (int, string) Paused = (429, "10008");

    private readonly CountingHasher _hasher = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _stolen = "";

    [SetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Create().WithServices(_hasher.Wrap).Start();
        _client = _app.Client();
        // Whose authenticator the thief is after.
        await _client.EnrolAsync(_app, await _client.SteppedUpTokenAsync(Some.Admin));
        _stolen = await _client.AdminTokenAsync(Some.SuperAdmin);
        _hasher.Reset();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Password_FiftyGuessesAtOnce_CheckFiveAndPauseTheAccount()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Guesses).Select(i => ProveAsync(new { user_password = $"guess {i} of fifty" }))
        );

        await AssertShutAsync(answers);
        Assert.That(_hasher.Verified, Is.EqualTo(Free));
        Assert.That(await ProveAsync(new { user_password = Some.Password }), Is.EqualTo(Paused));
    }

    [Test]
    public async Task Code_FiftyGuessesAtOnce_CheckFiveAndPauseTheAccount()
    {
        var key = await _client.EnrolAsync(_app, await _client.SteppedUpTokenAsync(Some.SuperAdmin));
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        var right = _app.TotpCode(key);
        var wrong = Enumerable.Range(0, Guesses + 1).Select(i => $"{i:D6}").Where(code => code != right).Take(Guesses);

        var answers = await Task.WhenAll(wrong.Select(code => ProveAsync(new { totp_code = code })));

        await AssertShutAsync(answers);
        Assert.That(await ProveAsync(new { totp_code = right }), Is.EqualTo(Paused));
    }

    [Test]
    public async Task DynamicSecret_FiftyGuessesAtOnce_OpenNothingAndLockNobodyOut()
    {
        var secret = await _client.SecretAsync(await _client.AdminTokenAsync(Some.SuperAdmin));
        string[] guesses = [secret, "", "x", .. Enumerable.Range(3, Guesses - 3).Select(_ => RandomSecret.Create())];

        var answers = await Task.WhenAll(guesses.Select(ResetAsync));

        // 256 random bits are no guess, and counting them would let a stolen token pause its owner.
        Assert.That(answers, Is.All.EqualTo(NoSecret));
        Assert.That(await AuthenticatorsAsync(), Is.EqualTo(1));
        Assert.That(await ProveAsync(new { user_password = Some.Password }), Is.EqualTo((200, "10000")));
        Assert.That(await ResetAsync(secret), Is.EqualTo(NoSecret), "the secret of another session");
        Assert.That(await ResetAsync(secret: null), Is.EqualTo((200, "10000")));
        Assert.That(await AuthenticatorsAsync(), Is.Zero);
    }

    private async Task AssertShutAsync((int Status, string? Code)[] answers)
    {
        Assert.That(answers.Count(answer => answer == Wrong), Is.EqualTo(Free), string.Join(' ', answers));
        Assert.That(answers.Count(answer => answer == Paused), Is.EqualTo(Guesses - Free));
        Assert.That(await ResetAsync(secret: null), Is.EqualTo(NoSecret));
    }

    private Task<(int Status, string? Code)> ProveAsync(object proof) =>
        _client.OutcomeAsync(HttpMethod.Post, AdminCalls.SecretPath, _stolen, proof);

    private async Task<(int Status, string? Code)> ResetAsync(string? secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ManageCalls.Users}/{Some.Admin}/reset-authenticator");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _stolen);
        if (secret is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Dynamic-Secret", secret);
        }

        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.AdminCodeAsync());
    }

    private async Task<long> AuthenticatorsAsync()
    {
        var manager = await _app.UserAsync(Some.Admin);
        return await _app.NumberAsync("SELECT COUNT(*) FROM authenticators WHERE user_id = @id", ("@id", manager.Id));
    }
}
