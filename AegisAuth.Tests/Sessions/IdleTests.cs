using AegisAuth.Application.Sessions;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Sessions;

/// <summary>Sessions that end because they are not used.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class IdleTests(Engine engine) : EngineTests(engine)
{
    private const string Detail = "/api/user/detail";

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Admin_UsedAgainAndAgain_LivesAndEndsAfterTheRest()
    {
        await using var app = TestApp.Create().With("Token:AdminIdle", "00:15:00").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.Admin);

        for (var i = 0; i < 3; i++)
        {
            app.Time.Advance(Idle - Moment);
            Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((200, "10000")), $"use {i}");
        }

        app.Time.Advance(Idle);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((401, "10001")));
        // It stays so, and is not listed.
        var other = await client.AdminTokenAsync(Some.Admin);
        var list = await client.DataAsync(HttpMethod.Get, "/user/sessions", other);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((401, "10001")));
        Assert.That(list.GetProperty("sessions").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Site_NotUsed_EndsAndTheAdminSurfaceDoesNot()
    {
        await using var app = TestApp.Create().With("Token:SiteIdle", "00:15:00").Start();
        using var client = app.Client();
        var site = await client.SiteTokenAsync();
        var admin = await client.AdminTokenAsync(Some.Admin);

        app.Time.Advance(Idle);

        using var gone = await client.SendAsync(HttpMethod.Get, "/api/user/detail", site);
        Assert.That((await gone.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(1001));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", admin), Is.EqualTo((200, "10000")));
    }

    [Test]
    public async Task ShortIdle_UsedEverySecond_LivesLongerThanIt()
    {
        await using var app = TestApp.Create().With("Token:AdminIdle", "00:00:03").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.Admin);

        for (var i = 0; i < 8; i++)
        {
            app.Time.Advance(Moment);
            Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((200, "10000")), $"second {i}");
        }

        app.Time.Advance(3 * Moment);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((401, "10001")));
    }

    [Test]
    public async Task Site_AtTwoNodes_EndsAtBothAfterTheRestAndLivesWhileItIsUsedAtOne()
    {
        await using var app = TestApp.Create().With("Token:SiteIdle", "00:15:00").Start();
        await using var node = TestApp.CreateOn(app).With("Token:SiteIdle", "00:15:00").Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        var token = await client.SiteTokenAsync();
        Assert.That((await client.SiteGetAsync(Detail, token)).Code(), Is.Zero);

        app.Time.Advance(Idle - Moment);
        node.Time.SetUtcNow(app.Time.GetUtcNow());
        Assert.That((await nodeClient.SiteGetAsync(Detail, token)).Code(), Is.Zero);
        await using (var scope = node.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<LastSeenWriter>().WriteAsync(CancellationToken.None);
        }

        app.Time.Advance(Idle - Moment);
        node.Time.SetUtcNow(app.Time.GetUtcNow());
        Assert.That((await client.SiteGetAsync(Detail, token)).Code(), Is.Zero);

        app.Time.Advance(Idle);
        node.Time.SetUtcNow(app.Time.GetUtcNow());
        Assert.That((await client.SiteGetAsync(Detail, token)).Code(), Is.EqualTo(1001));
        Assert.That((await nodeClient.SiteGetAsync(Detail, token)).Code(), Is.EqualTo(1001));
    }

    [Test]
    public async Task Use_AtAnotherNode_CountsHereToo()
    {
        await using var app = TestApp.Create().With("Token:AdminIdle", "00:15:00").Start();
        await using var node = TestApp.CreateOn(app).With("Token:AdminIdle", "00:15:00").Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        var token = await client.AdminTokenAsync(Some.Admin);
        await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token);

        app.Time.Advance(Idle - Moment);
        node.Time.SetUtcNow(app.Time.GetUtcNow());
        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((200, "10000")));
        await using (var scope = node.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<LastSeenWriter>().WriteAsync(CancellationToken.None);
        }

        app.Time.Advance(Idle - Moment);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((200, "10000")));
    }
}
