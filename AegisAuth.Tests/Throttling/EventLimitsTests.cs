using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Throttling;

/// <summary>Counted events, over the real database.</summary>
[TestFixture]
internal sealed class EventLimitsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task TakeAsync_LimitReached_RefusesUntilTheWindowEnds()
    {
        await using var app = TestApp.Started();
        var limit = new EventLimit("test:a", 2, Hour);

        var first = await TakeAsync(app, limit);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        var second = await TakeAsync(app, limit);
        var third = await TakeAsync(app, limit);
        app.Time.Advance(TimeSpan.FromMinutes(50));
        var later = await TakeAsync(app, limit);

        Assert.Multiple(() =>
        {
            Assert.That((first, second, later), Is.EqualTo(((Refusal?)null, (Refusal?)null, (Refusal?)null)));
            Assert.That(third?.Error, Is.EqualTo(AuthError.TooManyAttempts));
            Assert.That(third?.RetryAfter!.Value.TotalMinutes, Is.EqualTo(50).Within(0.001));
        });
    }

    [Test]
    public async Task TakeAsync_OneOfTwoReached_CountsUnderNeither()
    {
        await using var app = TestApp.Started();
        var narrow = new EventLimit("test:narrow", 1, Hour);
        var wide = new EventLimit("test:wide", 2, Hour);

        await TakeAsync(app, narrow, wide);
        var refused = await TakeAsync(app, narrow, wide);
        var wideAgain = await TakeAsync(app, wide);

        Assert.That((refused?.Error, wideAgain), Is.EqualTo(((AuthError?)AuthError.TooManyAttempts, (Refusal?)null)));
    }

    [Test]
    public async Task TakeAsync_ManyAtOnce_LetsExactlyTheLimitThrough()
    {
        await using var app = TestApp.Started();
        var limit = new EventLimit("test:burst", 7, Hour);

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => TakeAsync(app, limit))));

        Assert.That(taken.Count(refusal => refusal is null), Is.EqualTo(7));
    }

    private static async Task<Refusal?> TakeAsync(TestApp app, params EventLimit[] limits)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var taken = await scope.ServiceProvider.GetRequiredService<EventLimits>().TakeAsync(limits);
        return taken.IsRefused(out var refusal, out _) ? refusal : null;
    }
}
