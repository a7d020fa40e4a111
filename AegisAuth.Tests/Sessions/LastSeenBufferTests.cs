using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Sessions;

/// <summary>When the last use of a session is written, and what it decides.</summary>
[TestFixture]
internal sealed class LastSeenBufferTests
{
    [Test]
    public async Task Use_WithinTheMinute_IsNotWrittenAndAfterItOnce()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.Admin);
        var opened = await SeenAsync(app);

        app.Time.Advance(TimeSpan.FromSeconds(59));
        await UseAsync(app, client, token);
        Assert.That(await SeenAsync(app), Is.EqualTo(opened));

        app.Time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync(app, client, token);
        Assert.That(await SeenAsync(app), Is.EqualTo(opened + 60_000));

        // The reading that the cache keeps is from before the write: it must not lead to a second one.
        app.Time.Advance(TimeSpan.FromMilliseconds(900));
        await UseAsync(app, client, token);
        Assert.That(await SeenAsync(app), Is.EqualTo(opened + 60_000));
    }

    [Test]
    public async Task Use_NotedByTwoNodes_IsWrittenOnceAMinute()
    {
        await using var app = TestApp.Started();
        await using var node = TestApp.CreateOn(app).Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        var token = await client.SteppedUpTokenAsync(Some.Admin);
        var opened = await SeenAsync(app);
        app.Time.Advance(TimeSpan.FromSeconds(60));
        node.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.That((await client.InfoCodeAsync(token), await nodeClient.InfoCodeAsync(token)), Is.EqualTo(("10000", "10000")));

        await WriteAsync(app);
        await WriteAsync(node);

        Assert.That(await SeenAsync(app), Is.EqualTo(opened + 60_000));
    }

    [Test]
    public void Note_MoreSessionsThanFit_IsLeftUntilThereIsRoom()
    {
        using var buffer = new LastSeenBuffer(TimeProvider.System);
        for (var i = 0; i < 100_001; i++)
        {
            buffer.Note(new AuthenticatedSession { SessionId = $"{i}" }, LastSeenBuffer.Exactness);
        }

        Assert.That(buffer.Take(int.MaxValue), Has.Count.EqualTo(100_000));
        buffer.Note(new AuthenticatedSession { SessionId = "late" }, LastSeenBuffer.Exactness);
        Assert.That(buffer.Take(int.MaxValue).Select(use => use.SessionId), Is.EqualTo(new[] { "late" }));
    }

    [Test]
    public async Task Stop_WithUsesThatWait_WritesThem()
    {
        await using var app = TestApp.Started();
        string token;
        await using (var node = TestApp.CreateOn(app).Start())
        {
            using var client = node.Client();
            token = await client.SteppedUpTokenAsync(Some.Admin);
            var opened = await SeenAsync(app);
            node.Time.Advance(TimeSpan.FromMinutes(3));
            Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10000"));
            Assert.That(opened, Is.LessThan(node.Time.GetUtcNow().ToUnixTimeMilliseconds()));
            await node.DisposeAsync();

            Assert.That(await SeenAsync(app), Is.EqualTo(opened + 180_000));
        }
    }

    [Test]
    public async Task Login_OneSessionTooMany_EndsTheOneThatWasUsedLeastRecently()
    {
        await using var app = TestApp.Create().With("Sessions:MaxPerUser", "2").Start();
        using var client = app.Client();
        var first = await client.SteppedUpTokenAsync(Some.Admin);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var second = await client.SteppedUpTokenAsync(Some.Admin);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await UseAsync(app, client, first);

        await client.AdminTokenAsync(Some.Admin);

        Assert.That((await client.InfoCodeAsync(first), await client.InfoCodeAsync(second)), Is.EqualTo(("10000", "10001")));
    }

    private static async Task UseAsync(TestApp app, HttpClient client, string token)
    {
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10000"));
        await WriteAsync(app);
    }

    private static async Task WriteAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LastSeenWriter>().WriteAsync(CancellationToken.None);
    }

    private static Task<long> SeenAsync(TestApp app) => app.NumberAsync("SELECT MAX(last_seen_at) FROM sessions");
}
