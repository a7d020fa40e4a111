using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Throttling;

/// <summary>The count of an address that many share, in several rows where the engine locks rows.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AddressSlotsTests(Engine engine) : EngineTests(engine)
{
    private const int Limit = 20;

    private static readonly Caller Office = new("198.51.100.7", "", "test");

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    [Test]
    public async Task HundredGuessesAtOnce_AtAsManyAccounts_CheckAsManyAsTheAddressMay()
    {
        await using var app = TestApp.Create().With("Throttle:AddressFailures", $"{Limit}").Start();

        var isChecked = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => GuessAsync(app, $"account-{i}"))));

        Assert.That(isChecked.Count(yes => yes), Is.EqualTo(Limit));
        var status = await PeekAsync(app);
        Assert.That(status.AddressFailures, Is.EqualTo(Limit));
        Assert.That(status.RetryAfter, Is.EqualTo(AttemptCount.AddressWindow).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task RightOnesAtOnce_LeaveNothingBehind()
    {
        await using var app = TestApp.Create().With("Throttle:AddressFailures", $"{Limit}").Start();

        var isChecked = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Task.Run(() => GuessAsync(app, $"account-{i}", AttemptOutcome.Success)))
        );

        Assert.That(isChecked, Is.All.True);
        Assert.That(await PeekAsync(app), Is.EqualTo(new ThrottleStatus(0, 0, null)));
        Assert.That(app.Rows("SELECT SUM(pending) FROM login_attempts"), Is.EqualTo(new[] { "0" }));
    }

    [Test]
    public void Together_AddsUpAndPausesUntilTheFirstWindowEnds()
    {
        var options = new ThrottleOptions { AddressFailures = 5 };
        var early = new AttemptCount
        {
            Key = "a",
            Failures = 2,
            WindowStartedAt = Now.AddMinutes(-5),
        };
        var late = new AttemptCount
        {
            Key = "b",
            Failures = 3,
            Pending = 1,
            PendingUntil = Now.AddMinutes(1),
            WindowStartedAt = Now,
        };
        var over = new AttemptCount
        {
            Key = "c",
            Failures = 9,
            WindowStartedAt = Now.AddMinutes(-16),
        };

        var all = AddressSlots.Together([early, late, over], options, Now);

        Assert.That((all.Failures, all.Pending, all.PausedUntil), Is.EqualTo((5, 1, Now.AddMinutes(10))));
        Assert.That(AddressSlots.Together([early, over], options, Now).PausedUntil, Is.LessThan(Now));
    }

    private static async Task<bool> GuessAsync(TestApp app, string account, AttemptOutcome outcome = AttemptOutcome.Failure)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var throttle = scope.ServiceProvider.GetRequiredService<LoginThrottle>();
        if ((await throttle.ReserveAsync(account, Office, CancellationToken.None)).IsRefused(out var refusal, out var reservation))
        {
            Assert.That(refusal.Error, Is.EqualTo(AuthError.TooManyAttempts));
            return false;
        }

        await using (reservation)
        {
            return await reservation.SettleAsync(outcome, () => Task.FromResult(true));
        }
    }

    private static async Task<ThrottleStatus> PeekAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LoginThrottle>().PeekAsync(account: null, Office, CancellationToken.None);
    }
}
