using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

/// <summary>The one table that all tests share: they look at rows with a target of their own.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AuditLogWriterTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Append_EveryColumn_ComesBackAndFitsItsHash()
    {
        var target = RandomSecret.CreateId();
        var written = await AppendAsync(target, actor: "ASD000001", organisation: 9);

        var read = (await ListAsync(new AuditFilter(null, target, null, null, null))).Single();

        Assert.That(read.Hash, Is.EqualTo(written.Hash));
        Assert.That(read.ComputeHash(), Is.EqualTo(read.Hash));
        Assert.That(
            (read.Sequence, read.At, read.Action, read.Actor, read.OrganisationId, read.Outcome, read.Reason),
            Is.EqualTo((written.Sequence, Now, "登录", "ASD000001", (long?)9, "refused", "wrong 😀"))
        );
        Assert.That((read.Address, read.UserAgent, read.CorrelationId), Is.EqualTo(("192.0.2.1", "浏览器", written.CorrelationId)));
        Assert.That((read.OriginSalt, read.HasOwnOrigin(), read.IsErased), Is.EqualTo((written.OriginSalt, true, false)));
    }

    [Test]
    public async Task Append_FiftyAtOnce_MakeOneChain()
    {
        var target = RandomSecret.CreateId();
        var before = (await EndsAsync()).Sequence;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AppendAsync(target))));

        var chain = await ReadAsync(before, limit: 1000);
        Assert.That(chain, Has.Count.EqualTo(50));
        Assert.That(chain.Select(entry => entry.Sequence), Is.EqualTo(Enumerable.Range(1, 50).Select(i => before + i)));
        for (var i = 1; i < chain.Count; i++)
        {
            Assert.That(chain[i].PreviousHash, Is.EqualTo(chain[i - 1].Hash));
        }

        var ends = await EndsAsync();
        Assert.That((ends.Sequence, ends.Hash), Is.EqualTo((before + 50, chain[^1].Hash)));
    }

    [Test]
    public async Task List_EachFilter_LetsThroughWhatItSays()
    {
        var target = RandomSecret.CreateId();
        var organisation = (await UserAsync()).Id + 2_000_000;
        var first = await AppendAsync(target, "ASD000001", organisation);
        var second = await AppendAsync(target, "ASD000002", organisation: null);

        Assert.That(
            await SequencesAsync(new AuditFilter(null, target, null, null, null)),
            Is.EqualTo((long[])[second.Sequence, first.Sequence])
        );
        Assert.That(await SequencesAsync(new AuditFilter(organisation, null, null, null, null)), Is.EqualTo((long[])[first.Sequence]));
        Assert.That(await SequencesAsync(new AuditFilter(organisation, target, null, null, null)), Is.EqualTo((long[])[first.Sequence]));
        Assert.That(await SequencesAsync(new AuditFilter(null, target, "ASD000002", null, null)), Is.EqualTo((long[])[second.Sequence]));
        Assert.That(await SequencesAsync(new AuditFilter(null, target, null, "登录", "refused")), Has.Length.EqualTo(2));
        Assert.That(await SequencesAsync(new AuditFilter(null, target, null, null, "success")), Is.Empty);
        Assert.That(
            await SequencesAsync(new AuditFilter(null, target, null, null, null), before: second.Sequence),
            Is.EqualTo((long[])[first.Sequence])
        );
        Assert.That(await SequencesAsync(new AuditFilter(null, target, null, null, null), limit: 1), Is.EqualTo((long[])[second.Sequence]));
    }

    [Test]
    public async Task Prune_UpToALink_KeepsTheRestAndRemembersTheLink()
    {
        var target = RandomSecret.CreateId();
        var pruned = await AppendAsync(target);
        var kept = await AppendAsync(target);

        await TransactionAsync(async services =>
        {
            var trail = services.GetRequiredService<IAuditLogReader>();
            await trail.ReadEndsAsync(hold: true, CancellationToken.None);
            await trail.PruneAsync(pruned.Sequence, pruned.Hash, CancellationToken.None);
            return true;
        });

        var ends = await EndsAsync();
        Assert.That((ends.PrunedSequence, ends.PrunedHash), Is.EqualTo((pruned.Sequence, pruned.Hash)));
        Assert.That((await ReadAsync(0, limit: 1)).Single().Sequence, Is.EqualTo(kept.Sequence));
    }

    // Written, sealed, and read back with its place.
    private async Task<AuditEntry> AppendAsync(string target, string actor = "", long? organisation = null)
    {
        var correlation = RandomSecret.CreateId();
        await CallAsync(
            (IAuditLogWriter entries) => entries.AddAsync(Entry(target, actor, organisation, correlation), CancellationToken.None)
        );
        await CallAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        return (await ListAsync(new AuditFilter(null, target, null, null, null))).Single(entry => entry.CorrelationId == correlation);
    }

    private static AuditEntry Entry(string target, string actor, long? organisation, string correlation)
    {
        byte[] salt = [.. Hash()[..16]];
        return new()
        {
            Sequence = -BitConverter.ToUInt32(Hash()) - 1,
            At = Now,
            Action = "登录",
            Actor = actor,
            Target = target,
            OrganisationId = organisation,
            Outcome = "refused",
            Reason = "wrong 😀",
            Address = "192.0.2.1",
            UserAgent = "浏览器",
            CorrelationId = correlation,
            OriginSalt = salt,
            OriginDigest = AuditEntry.ComputeOriginDigest(salt, "192.0.2.1", "浏览器"),
            PreviousHash = AuditSealer.Unsealed,
            Hash = AuditSealer.Unsealed,
        };
    }

    private async Task<long[]> SequencesAsync(AuditFilter filter, long before = long.MaxValue, int limit = 100) =>
        [.. (await ListAsync(filter, before, limit)).Select(entry => entry.Sequence)];

    private Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long before = long.MaxValue, int limit = 100) =>
        CallAsync((IAuditLogReader trail) => trail.ListAsync(filter, before, limit, CancellationToken.None));

    private Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit) =>
        CallAsync((IAuditLogReader trail) => trail.ReadAsync(after, limit, CancellationToken.None));

    private Task<AuditEnds> EndsAsync() => CallAsync((IAuditLogReader trail) => trail.ReadEndsAsync(hold: false, CancellationToken.None));
}
