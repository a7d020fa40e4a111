using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class LoginAttemptRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task TryWrite_EveryColumn_ComesBackOneVersionLater()
    {
        var count = Count(RandomSecret.CreateId()) with
        {
            Failures = 3,
            Pending = 2,
            PendingUntil = Now.AddMilliseconds(1),
            WindowStartedAt = Now.AddMilliseconds(2),
            PausedUntil = Now.AddMilliseconds(3),
        };

        Assert.That(await WriteAsync(count), Is.True);
        Assert.That(await FindAsync(count.Key), Is.EqualTo(count with { Version = 1 }));
        Assert.That(await WriteAsync(count with { Version = 1, Failures = 4 }), Is.True);
        Assert.That(await FindAsync(count.Key), Is.EqualTo(count with { Version = 2, Failures = 4 }));
    }

    [Test]
    public async Task TryWrite_OverAVersionThatIsGone_IsRefused()
    {
        var count = Count(RandomSecret.CreateId());
        await WriteAsync(count);

        Assert.That(await WriteAsync(count), Is.False);
        Assert.That(await WriteAsync(count with { Version = 2 }), Is.False);
    }

    [TestCase(0, 0, TestName = "TryWrite_AtOnceAfterTheLast_LeavesTheTouchWhereItIs")]
    [TestCase(59_999, 0, TestName = "TryWrite_WithinAMinuteOfTheLast_LeavesTheTouchWhereItIs")]
    [TestCase(60_000, 60_000, TestName = "TryWrite_AMinuteAfterTheLast_MovesTheTouch")]
    [TestCase(-1, -1, TestName = "TryWrite_OverATouchInTheFuture_MovesItBack")]
    public async Task TryWrite_Touch(int later, int moved)
    {
        var count = Count(RandomSecret.CreateId());
        await WriteAsync(count);

        foreach (var (i, change) in Changes(Now.AddMilliseconds(later)).Index())
        {
            var stored = (await FindAsync(count.Key))!;
            Assert.That(await WriteAsync(change(stored)), Is.True);
            var read = (await FindAsync(count.Key))!;
            Assert.That((read.Pending, read.Version), Is.EqualTo((1 - i, 2 + i)));
            Assert.That(read.TouchedAt, Is.EqualTo(Now.AddMilliseconds(moved)));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task TryWrite_FiftyAtOnce_OneWins(int version)
    {
        var count = Count(RandomSecret.CreateId());
        if (version == 1)
        {
            await WriteAsync(count);
        }

        var won = await WinnersAsync(
            (ILoginAttemptRepository attempts) => attempts.TryWriteAsync(count with { Version = version }, CancellationToken.None)
        );

        Assert.That(won, Is.EqualTo(1));
    }

    [Test]
    public async Task Read_ThreeKeys_BringsThoseThatAreThere()
    {
        var keys = AttemptKeySet.Of(RandomSecret.CreateId(), RandomSecret.CreateId());
        await WriteAsync(Count(keys.Account));
        await WriteAsync(Count(keys.Address));

        var read = await CallAsync((ILoginAttemptRepository attempts) => attempts.ReadAsync(keys, CancellationToken.None));

        Assert.That(read.Select(count => count.Key), Is.EquivalentTo((string[])[keys.Account, keys.Address]));
    }

    [Test]
    public async Task DeleteAccount_ItsPairsGo_OthersStay()
    {
        var account = RandomSecret.CreateId();
        var here = AttemptKeySet.Of(account, "192.0.2.1");
        var there = AttemptKeySet.Of(account, "2001:db8::/64");
        var longer = AttemptKeySet.Of(account + "0", "192.0.2.1");
        foreach (var key in (string[])[here.Account, here.Pair, there.Pair, longer.Account, longer.Pair])
        {
            await WriteAsync(Count(key));
        }

        await CallAsync(
            (ILoginAttemptRepository attempts) =>
                attempts.DeleteAccountAsync($"account:{account}", $"pair:{account}", CancellationToken.None)
        );

        Assert.That(await FindAsync(here.Account), Is.Null);
        Assert.That(await FindAsync(here.Pair), Is.Null);
        Assert.That(await FindAsync(there.Pair), Is.Null);
        Assert.That(await FindAsync(longer.Account), Is.Not.Null);
        Assert.That(await FindAsync(longer.Pair), Is.Not.Null);
    }

    private static IEnumerable<Func<AttemptCount, AttemptCount>> Changes(DateTimeOffset at) =>
        [
            stored => stored.WithOneMore(AttemptScope.Account, new ThrottleOptions(), at),
            stored => stored.Settle(AttemptScope.Account, AttemptOutcome.Success, new ThrottleOptions(), at),
        ];

    private static AttemptCount Count(string key) => new() { Key = key, TouchedAt = Now };

    private Task<bool> WriteAsync(AttemptCount count) =>
        CallAsync((ILoginAttemptRepository attempts) => attempts.TryWriteAsync(count, CancellationToken.None));

    private Task<AttemptCount?> FindAsync(string key) =>
        CallAsync((ILoginAttemptRepository attempts) => attempts.FindAsync(key, CancellationToken.None));
}
