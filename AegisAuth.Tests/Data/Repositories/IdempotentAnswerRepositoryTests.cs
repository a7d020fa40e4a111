using AegisAuth.Application.SiteLogin;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class IdempotentAnswerRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    private static readonly string LongAnswer = new('答', 20_000);

    [Test]
    public async Task TryTake_FiftyAtOnce_OneWins_AndAgainOnceExpired()
    {
        var begun = Begun();

        Assert.That(
            await WinnersAsync((IIdempotentAnswerRepository a) => a.TryTakeAsync(begun, Now, CancellationToken.None)),
            Is.EqualTo(1)
        );
        Assert.That(await TakeAsync(begun, begun.ExpiresAt.AddMilliseconds(-1)), Is.False);
        var later = begun with { RequestHash = Hash(), ExpiresAt = begun.ExpiresAt.AddMinutes(1) };
        Assert.That(
            await WinnersAsync((IIdempotentAnswerRepository a) => a.TryTakeAsync(later, begun.ExpiresAt, CancellationToken.None)),
            Is.EqualTo(1)
        );
        Assert.That((await FindAsync(begun))!.RequestHash, Is.EqualTo(later.RequestHash));
    }

    [Test]
    public async Task Keep_OnlyByTheRequestThatHoldsTheKey_AndOnce()
    {
        var begun = Begun();
        await TakeAsync(begun, Now);

        await KeepAsync(begun with { RequestHash = Hash() }, "not this");
        Assert.That((await FindAsync(begun))!.ProtectedAnswer, Is.Null);
        await KeepAsync(begun, LongAnswer);
        await KeepAsync(begun, "nor this");

        var found = await FindAsync(begun);
        Assert.That((found!.ProtectedAnswer, found.ExpiresAt), Is.EqualTo((LongAnswer, Now.AddMinutes(2))));
    }

    [Test]
    public async Task Free_OnlyByTheRequestThatHoldsTheKey()
    {
        var begun = Begun();
        await TakeAsync(begun, Now);

        await CallAsync((IIdempotentAnswerRepository a) => a.FreeAsync(begun with { RequestHash = Hash() }, CancellationToken.None));
        Assert.That(await FindAsync(begun), Is.Not.Null);
        await CallAsync((IIdempotentAnswerRepository a) => a.FreeAsync(begun, CancellationToken.None));
        Assert.That(await FindAsync(begun), Is.Null);
    }

    private static StoredAnswer Begun() =>
        new()
        {
            KeyHash = Hash(),
            RequestHash = Hash(),
            ExpiresAt = Now.AddMinutes(1),
        };

    private Task<bool> TakeAsync(StoredAnswer begun, DateTimeOffset now) =>
        CallAsync((IIdempotentAnswerRepository a) => a.TryTakeAsync(begun, now, CancellationToken.None));

    private Task KeepAsync(StoredAnswer begun, string answer) =>
        CallAsync((IIdempotentAnswerRepository a) => a.KeepAsync(begun, answer, Now.AddMinutes(2), CancellationToken.None));

    private Task<StoredAnswer?> FindAsync(StoredAnswer begun) =>
        CallAsync((IIdempotentAnswerRepository a) => a.FindAsync(begun.KeyHash, CancellationToken.None));
}
