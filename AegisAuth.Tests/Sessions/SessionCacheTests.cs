using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Data;
using Microsoft.Extensions.Time.Testing;

namespace AegisAuth.Tests.Sessions;

/// <summary>What the session cache may still tell, and when it must not.</summary>
[TestFixture]
internal sealed class SessionCacheTests
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly FakeTimeProvider _time = new();
    private SessionCache _cache = null!;

    [SetUp]
    public void Create() => _cache = new SessionCache(_time);

    [Test]
    public void Find_WithinTheSecond_TellsWhatWasReadAndNothingAfterIt()
    {
        var reading = _cache.Begin();
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
        var reading = _cache.Begin();
        _cache.Forget(1);
        _cache.Keep(Hash, Session(1), reading);

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Forget_OneUser_LeavesTheOthersAndTheNextReading()
    {
        _cache.Keep(Hash, Session(1), _cache.Begin());
        _cache.Forget(2);
        Assert.That(_cache.Find(Hash), Is.Not.Null);

        _cache.Forget(1);
        Assert.That(_cache.Find(Hash), Is.Null);

        _cache.Keep(Hash, Session(1), _cache.Begin());
        Assert.That(_cache.Find(Hash), Is.Not.Null);
    }

    [Test]
    public void ForgetAll_ReadBefore_IsWorthNothing()
    {
        _cache.Keep(Hash, Session(1), _cache.Begin());

        _cache.ForgetAll();

        Assert.That(_cache.Find(Hash), Is.Null);
    }

    [Test]
    public void Find_AnotherTokenInTheSameSlot_IsNotTakenForThisOne()
    {
        _cache.Keep(Hash, Session(1), _cache.Begin());
        byte[] other = [.. Hash[..31], 8];

        Assert.That(_cache.Find(other), Is.Null);

        _cache.Keep(other, Session(2), _cache.Begin());
        Assert.That((_cache.Find(Hash), _cache.Find(other)?.SessionId), Is.EqualTo(((SignedIn?)null, "2")));
    }

    [Test]
    public void Statements_ThatWriteToUsersOrSessions_MakeTheCacheForget()
    {
        var forgetting = Statements
            .Fields.Where(f => (bool)f.FieldType.GetProperty("ChangesSessions")!.GetValue(f.GetValue(null))!)
            .ToList();
        var writing = Statements.TSql.Where(s =>
            System.Text.RegularExpressions.Regex.IsMatch(
                s.Text,
                @"^\s*(?!SELECT|INSERT)[\s\S]*?\b(?:users|sessions)\b(?! [us]\b)",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(1)
            ) && !s.Text.Contains("'users'", StringComparison.Ordinal)
        );

        Assert.That(forgetting.Select(f => $"{f.DeclaringType!.Name}.{f.Name}"), Is.SupersetOf(writing.Select(s => s.Name)));
        Assert.That(forgetting, Has.Count.GreaterThanOrEqualTo(16));
    }

    private static SignedIn Session(long user) => new() { SessionId = $"{user}", UserId = user };
}
