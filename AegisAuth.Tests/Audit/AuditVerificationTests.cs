using AegisAuth.Application.Audit;
using AegisAuth.Application.Cleanup;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Audit;

/// <summary>The chain of the audit log, and what an intruder with the database cannot do unseen.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AuditVerificationTests(Engine engine) : EngineTests(engine)
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        // A month by the clock is ten million looks of its timers.
        _app = TestApp.Create().With("Audit:Retention", "30.00:00:00").WithoutTimers().Start();
        _client = _app.Client();
        for (var i = 0; i < 10; i++)
        {
            await WriteAsync(_app);
        }

        await SealAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Verify_UntouchedLog_IsWhole() => Assert.That((await VerifyAsync()).BrokenAt, Is.Null);

    [TestCase("actor = 'ASD000009'")]
    [TestCase("at = at + 1")]
    [TestCase("outcome = 'refused'")]
    [TestCase("organisation_id = 5")]
    [TestCase("hash = previous_hash")]
    public async Task Verify_ChangedRow_IsNamed(string change)
    {
        await _app.ExecuteSqlAsync($"UPDATE audit_entries SET {change} WHERE sequence = 5");

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(5));
    }

    [Test]
    public async Task Verify_ChangedRowWithAHashThatFits_IsFoundAtTheNextOne()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditLogReader>();
        var fifth = (await trail.ReadAsync(4, 1, CancellationToken.None))[0];
        var forged = new AegisAuth.Domain.AuditEntry
        {
            Sequence = fifth.Sequence,
            At = fifth.At,
            Action = fifth.Action,
            Actor = "ASD000009",
            Target = fifth.Target,
            OrganisationId = fifth.OrganisationId,
            Outcome = fifth.Outcome,
            Reason = fifth.Reason,
            Address = fifth.Address,
            UserAgent = fifth.UserAgent,
            CorrelationId = fifth.CorrelationId,
            OriginSalt = fifth.OriginSalt,
            OriginDigest = fifth.OriginDigest,
            PreviousHash = fifth.PreviousHash,
        };
        await _app.ExecuteSqlAsync(
            "UPDATE audit_entries SET actor = @actor, hash = @hash WHERE sequence = 5",
            ("@actor", forged.Actor),
            ("@hash", forged.ComputeHash())
        );

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(6));
    }

    [Test]
    public async Task Verify_RowDeletedInTheMiddle_IsNamedAtTheNextOne()
    {
        await _app.ExecuteSqlAsync("DELETE FROM audit_entries WHERE sequence = 5");

        var verdict = await VerifyAsync();

        Assert.That(verdict.BrokenAt, Is.EqualTo(6));
        Assert.That(verdict.Words, Does.Contain("5, is missing"));
    }

    [Test]
    public async Task Verify_TailDeleted_IsFound()
    {
        await _app.ExecuteSqlAsync("DELETE FROM audit_entries WHERE sequence > 8");

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(9));
    }

    [Test]
    public async Task Verify_FirstRowDeleted_IsFound()
    {
        await _app.ExecuteSqlAsync("DELETE FROM audit_entries WHERE sequence = 1");

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(2));
    }

    [Test]
    public async Task Verify_RowsSwapped_IsFound()
    {
        await _app.ExecuteSqlAsync(
            """
            UPDATE audit_entries SET sequence = -1 WHERE sequence = 5;
            UPDATE audit_entries SET sequence = 5 WHERE sequence = 6;
            UPDATE audit_entries SET sequence = 6 WHERE sequence = -1;
            """
        );

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(5));
    }

    [Test]
    public async Task Verify_RowPutBehindTheHead_IsFound()
    {
        await _app.ExecuteSqlAsync("UPDATE audit_head SET sequence = 9");

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(10));
    }

    [Test]
    public async Task Write_FiftyAtOnce_LeavesAnUnbrokenChain()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        await WriteAsync(_app);
                        if (i % 10 == 0)
                        {
                            await SealAsync();
                        }
                    })
                )
        );
        await SealAsync();

        Assert.That((await VerifyAsync()).BrokenAt, Is.Null);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries"), Is.EqualTo(60));
    }

    [Test]
    public async Task Prune_OldEntries_GoesAndLeavesWhatCanBeVerified()
    {
        _app.Time.Advance(TimeSpan.FromDays(20));
        await WriteAsync(_app);
        _app.Time.Advance(TimeSpan.FromDays(15));

        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditPruning>().RunAsync(CancellationToken.None);
        await WriteAsync(_app);
        await SealAsync();

        Assert.That(await _app.TextsAsync("SELECT sequence FROM audit_entries ORDER BY sequence"), Is.EqualTo(new[] { "11", "12" }));
        Assert.That((await VerifyAsync()).BrokenAt, Is.Null);
        await _app.ExecuteSqlAsync("DELETE FROM audit_entries WHERE sequence = 11");
        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(12));
    }

    [Test]
    public async Task Prune_MoreThanOneBatch_TakesAllOfIt()
    {
        for (var i = 0; i < 600; i++)
        {
            await WriteAsync(_app);
        }

        _app.Time.Advance(TimeSpan.FromDays(31));
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditPruning>().RunAsync(CancellationToken.None);

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries"), Is.Zero);
        Assert.That(await _app.NumberAsync("SELECT pruned_sequence FROM audit_head"), Is.EqualTo(610));
        Assert.That((await VerifyAsync()).BrokenAt, Is.Null);
    }

    [Test]
    public async Task Verify_EntryThatIsNotSealed_IsNamedAndTheLogIsWhole()
    {
        await WriteAsync(_app);

        var verdict = await VerifyAsync();

        Assert.That(verdict.BrokenAt, Is.Null);
        Assert.That(
            verdict.Words,
            Does.StartWith("The audit log is whole: entries 1 to 10. Not sealed yet: user-disable at ").And.Contain("(test)")
        );
        await SealAsync();
        Assert.That((await VerifyAsync()).Words, Is.EqualTo("The audit log is whole: entries 1 to 11."));
    }

    [Test]
    public async Task Verify_AddressAndAgentOfAnErasedAccount_IsWholeAndCounted()
    {
        await WriteAsync(_app, AuditActions.AccountErase, actor: "", target: Some.SuperAdmin);
        await SealAsync();
        await _app.ExecuteSqlAsync("UPDATE audit_entries SET address = '', user_agent = '', origin_salt = NULL WHERE sequence = 5");

        Assert.That(
            (await VerifyAsync()).Words,
            Is.EqualTo("The audit log is whole: entries 1 to 11. In 1 of them address and user agent were erased.")
        );
    }

    [TestCase("address = '192.0.2.9'")]
    [TestCase("user_agent = 'other'")]
    [TestCase("address = '192.0.2.9', origin_salt = NULL")]
    [TestCase("address = '', user_agent = ''")]
    [TestCase("origin_salt = NULL, origin_digest = NULL")]
    // That account was not erased.
    [TestCase("address = '', user_agent = '', origin_salt = NULL")]
    public async Task Verify_AddressOrAgentForged_IsNamed(string change)
    {
        await _app.ExecuteSqlAsync($"UPDATE audit_entries SET {change} WHERE sequence = 5");

        Assert.That((await VerifyAsync()).BrokenAt, Is.EqualTo(5));
    }

    [Test]
    public async Task Verify_EntriesFromBeforeTheDigest_StandAsTheyDid()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditLogReader>();
        var previous = new byte[32];
        foreach (var entry in await trail.ReadAsync(0, 100, CancellationToken.None))
        {
            var old = new AegisAuth.Domain.AuditEntry
            {
                Sequence = entry.Sequence,
                At = entry.At,
                Action = entry.Action,
                Actor = entry.Actor,
                Target = entry.Target,
                Outcome = entry.Outcome,
                Address = entry.Address,
                UserAgent = entry.UserAgent,
                CorrelationId = entry.CorrelationId,
                PreviousHash = previous,
            };
            var hash = old.ComputeHash();
            await _app.ExecuteSqlAsync(
                "UPDATE audit_entries SET origin_salt = NULL, origin_digest = NULL, previous_hash = @previous, hash = @hash WHERE sequence = @at",
                ("@previous", previous),
                ("@hash", hash),
                ("@at", entry.Sequence)
            );
            previous = hash;
        }

        await _app.ExecuteSqlAsync("UPDATE audit_head SET hash = @hash", ("@hash", previous));
        await WriteAsync(_app);
        await SealAsync();

        Assert.That((await VerifyAsync()).Words, Is.EqualTo("The audit log is whole: entries 1 to 11."));
    }

    [Test]
    public async Task Timer_QuarterOfASecondLater_HasSealed()
    {
        await using var app = TestApp.CreateOn(_app).Start();
        await WriteAsync(app);

        app.Time.Advance(AuditSealingQueue.Interval);

        Assert.That(() => _app.Rows("SELECT COUNT(*) FROM audit_entries WHERE sequence < 0").Single(), Is.EqualTo("0").After(5_000, 20));
    }

    private async Task SealAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
    }

    private static async Task WriteAsync(
        TestApp app,
        string action = AuditActions.UserDisable,
        string actor = Some.SuperAdmin,
        string target = Some.User
    )
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<AuditLog>()
            .WriteAsync(
                new AuditEvent(action) { Actor = actor, Target = target },
                new AegisAuth.Application.Common.Caller("192.0.2.1", "test", "test")
            );
    }

    private async Task<AuditVerdict> VerifyAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuditVerification>().RunAsync(CancellationToken.None);
    }
}
