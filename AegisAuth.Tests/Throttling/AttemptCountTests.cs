using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;

namespace AegisAuth.Tests.Throttling;

/// <summary>The arithmetic of the throttle, at each of its limits.</summary>
internal sealed class AttemptCountTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    private static readonly ThrottleOptions Options = new()
    {
        FreeFailures = 3,
        AccountFailures = 10,
        AddressFailures = 10,
        FirstPauseSeconds = 30,
        MaxPauseSeconds = 600,
    };

    private static readonly AttemptCount None = new() { Key = "a" };

    [TestCase(0, 0, true)]
    [TestCase(0, 2, true)]
    [TestCase(0, 3, false, Description = "Three failures are free, and three checks under way may all become one.")]
    [TestCase(2, 0, true)]
    [TestCase(2, 1, false)]
    [TestCase(7, 0, true, Description = "After a pause one at a time is free.")]
    [TestCase(7, 1, false)]
    public void Reserve_WithoutAPause_AllowsAsManyAsFailuresAreFree(int failures, int pending, bool isAllowed)
    {
        var count = None with { Failures = failures, Pending = pending, PendingUntil = Now.AddSeconds(1) };

        var decision = count.Reserve(AttemptScope.AccountAtAddress, Options, Now);

        Assert.That(decision.RetryAfter, Is.Null);
        Assert.That(decision.Count?.Pending, Is.EqualTo(isAllowed ? pending + 1 : null));
        Assert.That(decision.Count?.PendingUntil, Is.EqualTo(isAllowed ? Now + AttemptCount.Lease : null));
    }

    [Test]
    public void Reserve_InAPause_SaysHowLongItLasts()
    {
        var count = None with { Failures = 3, PausedUntil = Now.AddSeconds(7) };

        Assert.That(count.Reserve(AttemptScope.AccountAtAddress, Options, Now).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(count.Reserve(AttemptScope.AccountAtAddress, Options, count.PausedUntil).Count, Is.Not.Null);
    }

    [TestCase(AttemptScope.AccountAtAddress, 3)]
    [TestCase(AttemptScope.Account, 10)]
    [TestCase(AttemptScope.Address, 10)]
    public void Reserve_OfEachScope_HasItsOwnLimit(AttemptScope scope, int limit)
    {
        var almost = None with { Pending = limit - 1, PendingUntil = Now.AddSeconds(1) };

        Assert.That(almost.Reserve(scope, Options, Now).Count, Is.Not.Null);
        Assert.That((almost with { Pending = limit }).Reserve(scope, Options, Now), Is.SameAs(ReserveDecision.Wait));
    }

    [Test]
    public void Reserve_AfterTheLeaseOfLostOnes_CountsEachAsAFailureOfThatMoment()
    {
        var count = None with { Failures = 1, Pending = 2, PendingUntil = Now };

        Assert.That(count.Reserve(AttemptScope.AccountAtAddress, Options, Now.AddTicks(-1)), Is.SameAs(ReserveDecision.Wait));
        Assert.That(
            count.Reserve(AttemptScope.AccountAtAddress, Options, Now.AddSeconds(10)).RetryAfter,
            Is.EqualTo(TimeSpan.FromSeconds(20))
        );
        var later = count.Reserve(AttemptScope.AccountAtAddress, Options, Now.AddSeconds(30)).Count!;
        Assert.That((later.Failures, later.Pending), Is.EqualTo((3, 1)));
    }

    [TestCase(AttemptScope.AccountAtAddress, 0)]
    [TestCase(AttemptScope.Account, 0)]
    [TestCase(AttemptScope.Address, 2, Description = "One right guess of many must not clear an address.")]
    public void Settle_ARightOne_ClearsWhatIsAboutAnAccount(AttemptScope scope, int left)
    {
        var count = None with { Failures = 2, Pending = 1, WindowStartedAt = Now };

        var settled = count.Settle(scope, AttemptOutcome.Success, Options, Now);

        Assert.That((settled.Failures, settled.Pending), Is.EqualTo((left, 0)));
    }

    [Test]
    public void Settle_ARightOneInAPauseOfOthers_LeavesThePause()
    {
        var count = None with { Failures = 3, Pending = 1, PausedUntil = Now.AddSeconds(1) };

        var settled = count.Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Success, Options, Now);
        var after = count.Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Success, Options, count.PausedUntil);

        Assert.That((settled.Failures, settled.PausedUntil), Is.EqualTo((3, count.PausedUntil)));
        Assert.That(after.Failures, Is.Zero);
    }

    [Test]
    public void Settle_AReleasedOne_CountsNothing()
    {
        var count = None with { Failures = 2, Pending = 1 };

        var settled = count.Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Released, Options, Now);

        Assert.That((settled.Failures, settled.Pending, settled.PausedUntil), Is.EqualTo((2, 0, None.PausedUntil)));
        Assert.That(settled.Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Released, Options, Now).Pending, Is.Zero);
    }

    [TestCase(0, 0)]
    [TestCase(1, 0)]
    [TestCase(2, 30)]
    [TestCase(3, 60)]
    [TestCase(6, 480)]
    [TestCase(7, 600, Description = "The longest one.")]
    [TestCase(2_000_000_000, 600)]
    public void Settle_AWrongOne_DoublesThePauseOfAnAccountAtAnAddress(int failures, int seconds)
    {
        var settled = (None with { Failures = failures }).Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Failure, Options, Now);

        Assert.That(settled.Failures, Is.EqualTo(failures + 1));
        Assert.That(settled.PausedUntil, Is.EqualTo(seconds == 0 ? None.PausedUntil : Now.AddSeconds(seconds)));
    }

    [Test]
    public void Settle_AWrongOneOfAnAccountFromAnywhere_PausesForTheLongest()
    {
        Assert.That(Failed(8).PausedUntil, Is.EqualTo(None.PausedUntil));
        Assert.That(Failed(9).PausedUntil, Is.EqualTo(Now.AddSeconds(Options.MaxPauseSeconds)));

        static AttemptCount Failed(int failures) =>
            (None with { Failures = failures }).Settle(AttemptScope.Account, AttemptOutcome.Failure, Options, Now);
    }

    [Test]
    public void Settle_AWrongOneOfAnAddress_PausesUntilItsWindowEnds()
    {
        var began = Now.AddMinutes(-14);
        var almost = None with { Failures = 8, WindowStartedAt = began };

        Assert.That(Failed(almost).PausedUntil, Is.EqualTo(None.PausedUntil));
        Assert.That(Failed(Failed(almost)).PausedUntil, Is.EqualTo(began + AttemptCount.AddressWindow));
        Assert.That((Failed(None).Failures, Failed(None).WindowStartedAt), Is.EqualTo((1, Now)));
        var over = almost with { WindowStartedAt = Now - AttemptCount.AddressWindow };
        Assert.That((Failed(over).Failures, Failed(over).WindowStartedAt), Is.EqualTo((1, Now)));

        static AttemptCount Failed(AttemptCount count) => count.Settle(AttemptScope.Address, AttemptOutcome.Failure, Options, Now);
    }

    [Test]
    public void Settle_ALateWrongOne_NeverShortensAPause()
    {
        var count = None with { Failures = 3, Pending = 1, PausedUntil = Now.AddSeconds(599) };

        var settled = count.Settle(AttemptScope.AccountAtAddress, AttemptOutcome.Failure, Options, Now);

        Assert.That((settled.Failures, settled.PausedUntil), Is.EqualTo((4, count.PausedUntil)));
    }

    [Test]
    public void Bounded_WhatAClockThatRanAheadWrote_EndsWithinItsLongest()
    {
        var year = Now.AddDays(365);
        var wild = None with
        {
            Failures = 4,
            Pending = 1,
            PausedUntil = year,
            PendingUntil = year,
            WindowStartedAt = year,
            TouchedAt = year,
        };

        var account = wild.Bounded(AttemptScope.Account, Options, Now);
        var address = wild.Bounded(AttemptScope.Address, Options, Now);

        Assert.That(
            (account.PausedUntil, account.PendingUntil, account.WindowStartedAt, account.TouchedAt, account.Failures),
            Is.EqualTo((Now.AddSeconds(600), Now + AttemptCount.Lease, Now, Now, 4))
        );
        Assert.That((address.PausedUntil, address.Failures), Is.EqualTo((Now + AttemptCount.AddressWindow, 0)));
    }

    [Test]
    public void Bounded_WhatANodeALittleAheadWrote_Stands()
    {
        var ahead = Now + ClockSkew.Tolerated;
        var count = None with
        {
            Failures = 4,
            PausedUntil = ahead.AddSeconds(600),
            PendingUntil = ahead + AttemptCount.Lease,
            WindowStartedAt = ahead,
            TouchedAt = ahead,
        };

        Assert.That(count.Bounded(AttemptScope.Account, Options, Now), Is.EqualTo(count));
    }

    [TestCase(0, true)]
    [TestCase(59, true)]
    [TestCase(60, false)]
    [TestCase(-1, false, Description = "A touch in the future is replaced.")]
    public void Reserve_ACountTouchedSecondsAgo_IsTouchedOnceAMinute(int seconds, bool isKept)
    {
        var count = None with { TouchedAt = Now.AddSeconds(-seconds) };

        var reserved = count.Reserve(AttemptScope.Account, Options, Now).Count!;

        Assert.That((reserved.KeepsTouch, reserved.TouchedAt), Is.EqualTo((isKept, isKept ? count.TouchedAt : Now)));
    }
}
