using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Application.Common;
using AegisAuth.Application.Events;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Events;

/// <summary>From the act to the receiver: signed, in order, at least once.</summary>
[NonParallelizable]
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class EventDeliveryTests(Engine engine) : EngineTests(engine)
{
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Next = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private EventReceiver _receiver = null!;

    [SetUp]
    public async Task StartAsync() => _receiver = await EventReceiver.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _receiver.DisposeAsync();

    [Test]
    public async Task Acts_OfAnAdministrator_AreToldInOrderAndSigned()
    {
        await using var app = App().With("Events:Secrets:1", Next).Start();
        using var client = app.Client();
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        var user = await app.UserAsync(Some.User);

        await client.ManageAsync(super, user, "disable");
        await client.ManageAsync(super, user, "enable");
        await DeliverAsync(app);

        Assert.That(TypesOf(user.Id), Is.EqualTo((string[])["user.disabled", "sessions.ended", "user.enabled"]));
        foreach (var received in _receiver.Taken)
        {
            var signed = (byte[])[.. Encoding.UTF8.GetBytes($"{received.Id}.{received.Timestamp}."), .. received.Body];
            Assert.That(
                received.Signature,
                Is.EqualTo(
                    string.Join(
                        ' ',
                        ((string[])[Secret, Next]).Select(secret =>
                            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[6..]), signed))
                        )
                    )
                )
            );
        }

        using var first = JsonDocument.Parse(_receiver.Taken.First().Body);
        Assert.That(first.RootElement.EnumerateObject().Select(member => member.Name), Is.EqualTo((string[])["type", "timestamp", "data"]));
        Assert.That(
            first.RootElement.GetProperty("data").GetRawText(),
            Is.EqualTo($$"""{"aegisspeed_id":"{{Some.User}}","user_id":{{user.Id}}}""")
        );
    }

    [Test]
    public async Task Acts_OfAUser_AreTold()
    {
        await using var app = App().Start();
        using var client = app.Client();
        await client.SitePostAsync("/api/register", token: null, new { user_name = "kettle", password = "six brown mugs dance" });
        var token = await client.SiteTokenAsync();
        await client.SitePostAsync("/api/user/detail", token, new { real_name = "张伟" });
        await client.SitePostAsync("/api/user/password", token, new { old_password = Some.Password, password = "six brown mugs dance" });
        await client.SitePostAsync("/api/logout", token, new { });
        await client.SitePostAsync("/api/login", token: null, new { platform = "weapp", code = "demo-lin" });
        await DeliverAsync(app);

        Assert.That(
            _receiver.Taken.Select(Type).Order(),
            Is.EqualTo(
                ((string[])["user.created", "user.updated", "password.changed", "sessions.ended", "sessions.ended", "user.created"]).Order()
            )
        );
    }

    [Test]
    public async Task Types_Listed_AreTheOnlyOnesStored()
    {
        await using var app = App().With("Events:Types:0", "user.enabled").Start();
        using var client = app.Client();
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        var user = await app.UserAsync(Some.User);

        await client.ManageAsync(super, user, "disable");
        await client.ManageAsync(super, user, "enable");

        Assert.That(await app.TextsAsync("SELECT type FROM events"), Is.EqualTo((string[])["user.enabled"]));
    }

    [Test]
    public async Task Off_NothingIsStored()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));

        await client.ManageAsync(super, await app.UserAsync(Some.User), "disable");

        Assert.That(await app.TextsAsync("SELECT type FROM events"), Is.Empty);
    }

    [Test]
    public async Task Receiver_ThatFailsAThird_TwoNodes_NothingIsLostAndEachUserIsInOrder()
    {
        await using var first = App().WithoutTimers().Start();
        await using var second = Node(TestApp.CreateOn(first)).WithoutTimers().Start();
        var users = new[] { Some.SuperAdmin, Some.Admin, Some.OrganisationAdmin, Some.User };
        for (var round = 0; round < 10; round++)
        {
            foreach (var user in users)
            {
                await AddAsync(round % 2 == 0 ? first : second, EventTypes.All[round % EventTypes.All.Count], user);
            }
        }

        // Every third try, a redirect among them.
        _receiver.Status = attempt =>
            (attempt % 3, attempt % 2) switch
            {
                (0, 0) => 500,
                (0, _) => 302,
                _ => 200,
            };
        for (var look = 0; look < 60 && await CountAsync(first) > 0; look++)
        {
            await Task.WhenAll(DeliverAsync(first), DeliverAsync(second));
            first.Time.Advance(TimeSpan.FromMinutes(10));
            second.Time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.That(await CountAsync(first), Is.Zero);
        foreach (var user in users)
        {
            Assert.That(
                TypesOf((await first.UserAsync(user)).Id),
                Is.EqualTo(Enumerable.Range(0, 10).Select(round => EventTypes.All[round % EventTypes.All.Count]))
            );
        }
    }

    [Test]
    public async Task Try_ThatWasNotNoted_IsSentAgainUnderItsName()
    {
        // The program's own look for events would come with the turned clock, and take the lease from under the test.
        await using var app = App().WithoutTimers().Start();
        await AddAsync(app, EventTypes.UserUpdated, Some.User);
        await DeliverAsync(app);
        var sent = _receiver.Taken.Single();

        // As a node leaves it that dies between the answer and its note.
        await AddAsync(app, EventTypes.UserUpdated, Some.User);
        await app.ExecuteSqlAsync(
            "UPDATE events SET lease = @lease, attempts = 1, next_at = @end, message_id = @id",
            ("@lease", new string('0', 32)),
            ("@end", (app.Time.GetUtcNow() + EventDelivery.Lease).ToUnixTimeMilliseconds()),
            ("@id", sent.Id)
        );
        await DeliverAsync(app);
        Assert.That(_receiver.Taken, Has.Count.EqualTo(1), "another node may still be at it");

        app.Time.Advance(EventDelivery.Lease);
        await DeliverAsync(app);
        Assert.That(_receiver.Taken.Select(one => one.Id), Is.EqualTo((string[])[sent.Id, sent.Id]));
    }

    [Test]
    public async Task Receiver_ThatIsAwayForADay_TheEventIsParkedAndTheNextGoesOn()
    {
        await using var app = App().WithoutTimers().Start();
        using var client = app.Client();
        _receiver.Status = _ => 503;
        await AddAsync(app, EventTypes.UserDisabled, Some.User);
        await DeliverAsync(app);
        app.Time.Advance(EventDelivery.Patience);
        await AddAsync(app, EventTypes.UserEnabled, Some.User);
        await DeliverAsync(app);
        _receiver.Status = _ => 200;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync(app);

        Assert.That(_receiver.Taken.Select(Type), Is.EqualTo((string[])["user.enabled"]));
        Assert.That((await client.GetStringAsync("/metrics")).Split('\n'), Has.One.Match("^aegisauth_events_parked.* 1( |$)"));
    }

    private TestApp App() => Node(TestApp.Create());

    private TestApp Node(TestApp app) => app.With("Events:Url", _receiver.Url).With("Events:Secrets:0", Secret);

    private static Task<int> DeliverAsync(TestApp app) => app.Services.GetRequiredService<EventDelivery>().RunAsync(CancellationToken.None);

    private static async Task AddAsync(TestApp app, string type, string user)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<EventOutbox>();
        await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                async () =>
                {
                    await outbox.AddAsync(type, user);
                    return new Unit();
                },
                CancellationToken.None
            );
    }

    private static async Task<int> CountAsync(TestApp app) => (await app.TextsAsync("SELECT message_id FROM events")).Count;

    private IEnumerable<string> TypesOf(long user) =>
        _receiver
            .Taken.Select(received => JsonDocument.Parse(received.Body).RootElement)
            .Where(body => body.GetProperty("data").GetProperty("user_id").GetInt64() == user)
            .Select(body => body.GetProperty("type").GetString()!);

    private static string Type(ReceivedEvent received) => JsonDocument.Parse(received.Body).RootElement.GetProperty("type").GetString()!;
}
