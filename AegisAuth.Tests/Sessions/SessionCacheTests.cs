using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace AegisAuth.Tests.Sessions;

/// <summary>What the session cache may still tell, and when it must not.</summary>
[TestFixture]
internal sealed class SessionCacheTests
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly FakeTimeProvider _time = new();
    private SessionFreshness _freshness = null!;
    private SessionCache _cache = null!;

    [SetUp]
    public void Create()
    {
        _freshness = new SessionFreshness(_time);
        _cache = new SessionCache(_freshness);
    }

    [Test]
    public void Find_WithinTheSecond_TellsWhatWasReadAndNothingAfterIt()
    {
        var reading = _freshness.Begin();
        // A slow read does not lengthen the second.
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _cache.Keep(Hash, Session(1), reading);

        _time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.That(_cache.Find(Hash)?.SessionId, Is.EqualTo("1"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Forget_AfterTheReadButBeforeItIsKept_TheReadingIsWorthNothing()
    {
        var reading = _freshness.Begin();
        _freshness.Forget(1);
        _cache.Keep(Hash, Session(1), reading);

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Forget_OneUser_LeavesTheOthersAndTheNextReading()
    {
        _cache.Keep(Hash, Session(1), _freshness.Begin());
        _freshness.Forget(2);
        Assert.That(_cache.Find(Hash), Is.Not.Null);

        _freshness.Forget(1);
        Assert.That(_cache.Find(Hash), Is.Null);

        _cache.Keep(Hash, Session(1), _freshness.Begin());
        Assert.That(_cache.Find(Hash), Is.Not.Null);
    }

    [Test]
    public void ForgetAll_ReadBefore_IsWorthNothing()
    {
        _cache.Keep(Hash, Session(1), _freshness.Begin());

        _freshness.ForgetAll();

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Keep_FiveTokensOfOneSet_TheOldestReadingMakesRoom()
    {
        byte[][] tokens = [.. Enumerable.Range(1, 5).Select(last => (byte[])[.. Hash[..31], (byte)last])];
        // The first is read again, so that the second is the oldest.
        foreach (var n in (int[])[1, 2, 3, 4, 1])
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _cache.Keep(tokens[n - 1], Session(n), _freshness.Begin());
        }

        Assert.That(tokens.Take(4).Select(token => _cache.Find(token)?.SessionId), Is.EqualTo((string[])["1", "2", "3", "4"]));
        Assert.That(_cache.Find(tokens[4]), Is.Null, "a neighbour is not taken for it");

        _cache.Keep(tokens[4], Session(5), _freshness.Begin());

        Assert.That(tokens.Select(token => _cache.Find(token)?.SessionId), Is.EqualTo((string?[])["1", null, "3", "4", "5"]));
    }

    [Test]
    public void Keep_TokensOfManySets_EachHasItsPlace()
    {
        // The last set, too.
        byte[][] tokens =
        [
            .. Enumerable.Range(0, 64).Select(first => (byte[])[(byte)first, .. Hash[1..]]),
            [.. Enumerable.Repeat((byte)255, 32)],
        ];
        for (var i = 0; i < tokens.Length; i++)
        {
            _cache.Keep(tokens[i], Session(i), _freshness.Begin());
        }

        Assert.That(
            tokens.Select(token => _cache.Find(token)?.SessionId),
            Is.EqualTo(Enumerable.Range(0, tokens.Length).Select(i => $"{i}"))
        );
    }

    [Test]
    public void Learn_NumbersAsBefore_LengthensTheSecondUpToTen()
    {
        Learn();
        _cache.Keep(Hash, Session(1), _freshness.Begin());

        for (var second = 1; second < 10; second++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(999));
            Learn();
            Assert.That(_cache.Find(Hash), Is.Not.Null, $"after {second}");
        }

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Learn();
        Assert.That(_cache.Find(Hash), Is.Not.Null);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Learn();
        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Learn_AnswerOfASecondAgo_ConfirmsNothing()
    {
        Learn();
        _cache.Keep(Hash, Session(1), _freshness.Begin());
        var asked = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));

        _freshness.Learn(Numbers(), asked);

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Learn_NumberOfOneGroupChanged_ForgetsTheReadingsOfThatGroup([Values(0, 5, 31)] int group)
    {
        var user = group + 32 * 7;
        Assert.That(SessionFreshness.GroupOf(user), Is.EqualTo(group));
        Learn();
        byte[] other = [8, .. Hash[1..]];
        _cache.Keep(Hash, Session(user), _freshness.Begin());
        _cache.Keep(other, Session(6), _freshness.Begin());

        Learn(changed: group);

        Assert.That((_cache.Find(Hash), _cache.Find(other)?.SessionId), Is.EqualTo(((AuthenticatedSession?)null, "6")));
    }

    [Test]
    public void Learn_ReadingUnderWay_IsWorthNothingWhereItsGroupChanged()
    {
        Learn();
        var reading = _freshness.Begin();
        Learn(changed: 1);
        _cache.Keep(Hash, Session(1), reading);

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Learn_FirstAnswer_ForgetsAllThatWasReadBefore()
    {
        _cache.Keep(Hash, Session(1), _freshness.Begin());

        Learn();

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    private void Learn(int? changed = null) => _freshness.Learn(Numbers(changed), _time.GetTimestamp());

    private static long[] Numbers(int? changed = null) =>
        [.. Enumerable.Range(0, SessionFreshness.Groups).Select(group => group == changed ? 2L : 1L)];

    private static AuthenticatedSession Session(long user) => new() { SessionId = $"{user}", UserId = user };
}
