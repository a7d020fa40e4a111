using AegisAuth.Api.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace AegisAuth.Tests.Simulator;

internal sealed class BoundedStoreTests
{
    [Test]
    public void Put_MoreThanItHolds_ForgetsTheOldest()
    {
        var store = new BoundedStore<string>(new FakeTimeProvider(), capacity: 3);

        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            store.Put(key, key, TimeSpan.FromHours(1));
        }

        Assert.That(store.Count, Is.EqualTo(3));
        Assert.That(store.Find("a"), Is.Null);
        Assert.That(store.Find("d"), Is.EqualTo("d"));
    }

    [Test]
    public void Put_AfterTheirTime_SweepsOldOnes()
    {
        var clock = new FakeTimeProvider();
        var store = new BoundedStore<string>(clock, capacity: 100);
        store.Put("a", "a", TimeSpan.FromMinutes(1));
        store.Put("b", "b", TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));

        store.Put("c", "c", TimeSpan.FromMinutes(1));

        Assert.That(store.Count, Is.EqualTo(1));
    }

    [Test]
    public void Put_KeyAgain_KeepsTheYoungerWhenTheOlderGoes()
    {
        var clock = new FakeTimeProvider();
        var store = new BoundedStore<string>(clock, capacity: 100);
        store.Put("a", "first", TimeSpan.FromMinutes(1));
        store.Put("a", "second", TimeSpan.FromMinutes(5));
        clock.Advance(TimeSpan.FromMinutes(1));

        store.Put("b", "b", TimeSpan.FromMinutes(1));

        Assert.That(store.Find("a"), Is.EqualTo("second"));
    }

    [Test]
    public async Task Take_ByMany_IsGivenToOne()
    {
        var store = new BoundedStore<string>(new FakeTimeProvider(), capacity: 10);
        store.Put("a", "a", TimeSpan.FromMinutes(1));

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.Take("a"))));

        Assert.That(taken.Count(value => value is not null), Is.EqualTo(1));
    }

    [Test]
    public void Issue_InALoop_StaysBounded()
    {
        var codes = new OneTimeCodes(new FakeTimeProvider());
        var person = Person.Find(SimulatedApp.Weapp, "lin")!;

        for (var count = 0; count < 10_100; count++)
        {
            codes.Issue(new(SimulatedApp.Weapp, person));
        }

        Assert.That(codes.Count, Is.EqualTo(10_000));
    }
}
