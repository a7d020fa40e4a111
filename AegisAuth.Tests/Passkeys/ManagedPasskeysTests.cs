using AegisAuth.Application.Messages;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passkeys;

/// <summary>What administrators see of the passkeys of others, and the one that they take away.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ManagedPasskeysTests(Engine engine) : EngineTests(engine)
{
    private static readonly (int, string) Good = (200, "10000");
    private static readonly (int, string) Malformed = (400, "10006");
    private static readonly (int, string) MustStay = (409, "10013");

    private readonly CollectingSender _sender = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private SoftwareAuthenticator _authenticator = null!;
    private User _user = null!;
    private string _super = "";
    private string _token = "";
    private string _id = "";

    [SetUp]
    public async Task StartAsync()
    {
        _app = PasskeyCalls.App().Collecting(_sender).Start();
        _client = _app.Client();
        _authenticator = new SoftwareAuthenticator();
        _user = await _app.UserAsync(Some.User);
        _super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
        _token = await _client.SiteTokenAsync();
        _id = await _client.AddPasskeyAsync(_token, _authenticator);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _authenticator.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Logins_OfAnAccount_TellItsPasskeysAndNothingOfTheirKeys()
    {
        var logins = await _client.DataAsync(HttpMethod.Get, $"{ManageCalls.Users}/{_user.AegisSpeedId}/logins", _super);

        var only = logins.GetProperty("passkeys").EnumerateArray().Single();
        Assert.That(
            only.EnumerateObject().Select(member => member.Name),
            Is.EqualTo((string[])["id", "name", "created_time", "last_used", "step_up"])
        );
        Assert.That(only.GetProperty("id").GetString(), Is.EqualTo(_id));
        Assert.That(only.GetProperty("name").GetString(), Is.EqualTo("Phone"));
        Assert.That(only.GetProperty("step_up").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Remove_LostDevice_ShutsItOutEndsEverySessionAndTellsTheOwner()
    {
        await _app.SqlAsync("UPDATE users SET email = 'user@example.com' WHERE user_name = 'user'");
        await _app.SqlAsync(
            $"INSERT INTO verified_contacts (contact_key, user_id, verified_at) VALUES ('email:user@example.com', {_user.Id}, 1)"
        );

        Assert.That(await RemoveAsync(_id), Is.EqualTo(Good));

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.EqualTo(-1));
        Assert.That((await _client.SiteGetAsync(PasskeyCalls.Site, _token)).Code(), Is.EqualTo(1001));
        Assert.That(await AuditedAsync("success", ""), Is.EqualTo(1));
        await _app.FlushMessagesAsync();
        Assert.That(_sender.Sent.Select(message => message.Kind), Is.EqualTo((ContactKind[])[ContactKind.Email]));
        Assert.That(await RemoveAsync(_id), Is.EqualTo(Malformed));
    }

    [Test]
    public async Task Remove_KeyThatSteppedUp_StepsUpNoMore()
    {
        using var own = new SoftwareAuthenticator();
        var admin = await _client.SteppedUpTokenAsync(Some.Admin);
        var id = await _client.AddPasskeyAsync(admin, own, PasskeyCalls.Admin);
        var manager = await _app.UserAsync(Some.Admin);

        Assert.That(await _client.ManageAsync(_super, manager, $"passkeys/{id}/remove"), Is.EqualTo(Good));

        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, "/user/sessions", admin), Is.EqualTo((401, "10001")));
        var fresh = await _client.AdminTokenAsync(Some.Admin);
        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, PasskeyCalls.StepUpOptions, fresh), Is.EqualTo((401, "10005")));
    }

    [Test]
    public async Task Remove_LastWayIn_IsRefusedAlsoOfTwoAtOnce()
    {
        using var second = new SoftwareAuthenticator();
        string[] ids = [_id, await _client.AddPasskeyAsync(_token, second)];
        await _app.SqlAsync("UPDATE users SET password_hash = NULL WHERE user_name = 'user'");

        var answers = await Task.WhenAll(ids.Select(RemoveAsync));

        Assert.That(answers, Is.EquivalentTo(((int, string?)[])[Good, MustStay]));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkeys"), Is.EqualTo(1));
        Assert.That(await AuditedAsync("refused", "last-way-in"), Is.EqualTo(1));
    }

    [Test]
    public async Task Remove_KeyOfAnotherAccount_IsMalformedAndChangesNothing()
    {
        var other = await _app.AddUserAsync();

        Assert.That(await _client.ManageAsync(_super, other, $"passkeys/{_id}/remove"), Is.EqualTo(Malformed));
        Assert.That(await RemoveAsync("none"), Is.EqualTo(Malformed));

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
        Assert.That(await AuditedAsync("refused", "passkey-invalid"), Is.EqualTo(1));
    }

    [Test]
    public async Task Remove_ByWhoMayNotManage_IsRefusedBeforeTheKeyIsLookedFor([Values("own", "none")] string which)
    {
        var passkey = which == "own" ? _id : which;
        var elsewhere = await _app.AdminSessionAsync(AdminRole.OrganisationAdmin, 77);
        var equal = await _app.AdminSessionAsync(AdminRole.Admin);

        Assert.That(await _client.ManageAsync(elsewhere, _user, $"passkeys/{passkey}/remove"), Is.EqualTo((404, "10012")));
        Assert.That(
            await _client.ManageAsync(equal, await _app.UserAsync(Some.Admin), $"passkeys/{passkey}/remove"),
            Is.EqualTo((403, "10011"))
        );
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkeys"), Is.EqualTo(1));
    }

    private Task<(int Status, string? Code)> RemoveAsync(string passkey) =>
        _client.ManageAsync(_super, _user, $"passkeys/{passkey}/remove");

    private Task<long> AuditedAsync(string outcome, string reason) =>
        _app.NumberAsync(
            "SELECT COUNT(*) FROM audit_entries WHERE action = 'passkey-revoke' AND target = @target AND outcome = @outcome AND reason = @reason",
            ("@target", Some.User),
            ("@outcome", outcome),
            ("@reason", reason)
        );
}
