using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Throttling;

/// <summary>A code has one count, from wherever it is tried, and the address it is tried from has its own.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class CodeCountTests(Engine engine) : EngineTests(engine)
{
    private static readonly string[] Codes = [AttemptKeys.ExternalCode("weapp", "code"), AttemptKeys.OneTimeCode("mailed")];

    [TestCaseSource(nameof(Codes))]
    public async Task FiftyGuessesAtOnce_FromFiftyAddresses_CheckFive(string code)
    {
        await using var app = TestApp.Started();

        var isChecked = await Task.WhenAll(
            Enumerable.Range(1, 50).Select(i => Task.Run(() => GuessAsync(app, code, $"192.0.2.{i}", AttemptOutcome.Failure)))
        );

        Assert.That(isChecked.Count(yes => yes), Is.EqualTo(5));
    }

    [TestCaseSource(nameof(Codes))]
    public async Task OneAttempt_WritesTheCountOfTheCodeAndThatOfTheAddress(string code)
    {
        await using var app = TestApp.Started();

        Assert.That(await GuessAsync(app, code, "192.0.2.1", AttemptOutcome.Success), Is.True);

        var keys = app.Rows("SELECT attempt_key FROM login_attempts WHERE version > 1 ORDER BY attempt_key");
        Assert.That(keys, Has.Count.EqualTo(2));
        Assert.That(keys[0], Does.StartWith("address:192.0.2.1"));
        Assert.That(keys[1], Is.EqualTo($"pair:{code}|anywhere"));
    }

    private static async Task<bool> GuessAsync(TestApp app, string code, string address, AttemptOutcome outcome)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var throttle = scope.ServiceProvider.GetRequiredService<LoginThrottle>();
        var caller = new Caller(address, "", "test");
        if ((await throttle.ReserveAsync(code, caller, CancellationToken.None)).IsRefused(out var refusal, out var reservation))
        {
            Assert.That(refusal.Error, Is.EqualTo(AuthError.TooManyAttempts));
            return false;
        }

        await using (reservation)
        {
            return await reservation.SettleAsync(outcome, () => Task.FromResult(true));
        }
    }
}
