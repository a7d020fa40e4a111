using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passkeys;

/// <summary>The dynamic secret by passkey, and the passkeys of an administrator, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class PasskeyStepUpTests(Engine engine) : EngineTests(engine)
{
    private static readonly (int, string) Good = (200, "10000");
    private static readonly (int, string) Refused = (401, "10005");
    private static readonly (int, string) NoSecret = (401, "10004");

    private TestApp _app = null!;
    private HttpClient _client = null!;
    private SoftwareAuthenticator _authenticator = null!;
    private string _adder = "";
    private string _id = "";

    [SetUp]
    public async Task StartAsync()
    {
        _app = PasskeyCalls.App().Start();
        _client = _app.Client();
        _authenticator = new SoftwareAuthenticator();
        _adder = await _client.SteppedUpTokenAsync(Some.Admin);
        _id = await _client.AddPasskeyAsync(_adder, _authenticator, PasskeyCalls.Admin);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _authenticator.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task StepUp_OwnKey_OpensWhatIsGuarded()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);
        Assert.That(await _client.InfoCodeAsync(token), Is.EqualTo("10004"));

        var options = await _client.StepUpOptionsAsync(token);
        Assert.That(options.GetProperty("allowCredentials").GetArrayLength(), Is.EqualTo(1));
        Assert.That(await _client.PasskeyStepUpAsync(token, _authenticator.Get(options)), Is.EqualTo(Good));

        Assert.That(await _client.InfoCodeAsync(token), Is.EqualTo("10000"));
    }

    [Test]
    public async Task StepUp_WithoutUserVerificationOrWithAFallenCounter_IsRefused()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);
        _authenticator.Verifies = false;
        Assert.That(await StepUpAsync(token), Is.EqualTo(Refused));
        _authenticator.Verifies = true;
        _authenticator.Count = 1;
        Assert.That(await StepUpAsync(token), Is.EqualTo(Refused));
        Assert.That(await _client.InfoCodeAsync(token), Is.EqualTo("10004"));
    }

    [Test]
    public async Task StepUp_ChallengeOfAnotherSessionOrOfALogin_IsRefused()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);
        var other = await _client.AdminTokenAsync(Some.Admin);
        var shown = _authenticator.Get(await _client.StepUpOptionsAsync(token));
        Assert.That(await _client.PasskeyStepUpAsync(other, shown), Is.EqualTo(Refused));
        Assert.That(await _client.PasskeyStepUpAsync(token, shown), Is.EqualTo(Good));
        Assert.That(await _client.PasskeyStepUpAsync(token, shown), Is.EqualTo(Refused));

        var (login, _) = await _client.LoginOptionsAsync();
        Assert.That(await _client.PasskeyStepUpAsync(other, _authenticator.Get(login)), Is.EqualTo(Refused));
    }

    [Test]
    public async Task StepUp_KeyOfAnotherUser_IsRefused()
    {
        using var own = new SoftwareAuthenticator();
        var token = await _client.SteppedUpTokenAsync(Some.OrganisationAdmin);
        await _client.AddPasskeyAsync(token, own, PasskeyCalls.Admin);
        var fresh = await _client.AdminTokenAsync(Some.OrganisationAdmin);

        Assert.That(
            await _client.PasskeyStepUpAsync(fresh, _authenticator.Get(await _client.StepUpOptionsAsync(fresh))),
            Is.EqualTo(Refused)
        );
        Assert.That(await _client.PasskeyStepUpAsync(fresh, own.Get(await _client.StepUpOptionsAsync(fresh))), Is.EqualTo(Good));
    }

    [Test]
    public async Task StepUp_AfterFiveMinutesOrRemoved_IsRefused()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);
        var options = await _client.StepUpOptionsAsync(token);
        _app.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(await _client.PasskeyStepUpAsync(token, _authenticator.Get(options)), Is.EqualTo(Refused));

        var proven = await _client.SteppedUpTokenAsync(Some.Admin);
        options = await _client.StepUpOptionsAsync(token);
        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, $"{PasskeyCalls.Admin}/{_id}/remove", _adder), Is.EqualTo(Good));
        // What was proven elsewhere may have been proven by it.
        Assert.That(await _client.InfoCodeAsync(proven), Is.EqualTo("10004"));
        Assert.That(await _client.InfoCodeAsync(_adder), Is.EqualTo("10000"));
        Assert.That(await _client.PasskeyStepUpAsync(token, _authenticator.Get(options)), Is.EqualTo(Refused));
        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, PasskeyCalls.StepUpOptions, token), Is.EqualTo(Refused));
    }

    [Test]
    public async Task StepUp_FailuresInARow_PauseTheAccount()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);
        _authenticator.Verifies = false;
        foreach (var _ in Enumerable.Range(0, 5))
        {
            Assert.That(await StepUpAsync(token), Is.EqualTo(Refused));
        }

        _authenticator.Verifies = true;
        Assert.That(await StepUpAsync(token), Is.EqualTo((429, "10008")));
        using var byPassword = await _client.TryStepUpAsync(token);
        Assert.That(await byPassword.AdminCodeAsync(), Is.EqualTo("10008"));
    }

    [Test]
    public async Task StepUp_BesideAnApp_IsEnoughAndThePasswordIsNot()
    {
        await _client.EnrolAsync(_app, _adder);
        var token = await _client.AdminTokenAsync(Some.Admin);

        using var byPassword = await _client.TryStepUpAsync(token);
        Assert.That(await byPassword.AdminCodeAsync(), Is.EqualTo("10006"));
        Assert.That(await StepUpAsync(token), Is.EqualTo(Good));
    }

    [Test]
    public async Task StepUp_KeyFromTheSite_LogsInThereAndStepsUpNowhere()
    {
        // Added while the account was an ordinary one, behind a site login.
        using var site = new SoftwareAuthenticator();
        await _client.AddPasskeyAsync(await _client.SiteTokenAsync(), site);
        await _app.SqlAsync("UPDATE users SET role = 1 WHERE user_name = 'user'");
        var token = await _client.SteppedUpTokenAsync(Some.User);

        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, PasskeyCalls.StepUpOptions, token), Is.EqualTo(Refused));
        using var second = new SoftwareAuthenticator();
        await _client.AddPasskeyAsync(token, second, PasskeyCalls.Admin);
        var options = await _client.StepUpOptionsAsync(token);
        Assert.That(options.GetProperty("allowCredentials").GetArrayLength(), Is.EqualTo(1));
        Assert.That(await _client.PasskeyStepUpAsync(token, site.Get(options)), Is.EqualTo(Refused));
        Assert.That((await _client.PasskeyLoginAsync(site)).Code(), Is.Zero);
    }

    [Test]
    public async Task Changes_WithoutADynamicSecret_AreRefused()
    {
        var token = await _client.AdminTokenAsync(Some.Admin);

        foreach (var path in (string[])["begin", "finish", $"{_id}/remove"])
        {
            var outcome = await _client.OutcomeAsync(HttpMethod.Post, $"{PasskeyCalls.Admin}/{path}", token, new { name = "x" });
            Assert.That(outcome, Is.EqualTo(NoSecret), path);
        }
    }

    [Test]
    public async Task Changes_OfTheOwnKey_AreListed()
    {
        Assert.That(
            await _client.OutcomeAsync(HttpMethod.Post, $"{PasskeyCalls.Admin}/{_id}/rename", _adder, new { name = "YubiKey" }),
            Is.EqualTo(Good)
        );
        var list = await _client.DataAsync(HttpMethod.Get, PasskeyCalls.Admin, _adder);

        var only = list.GetProperty("passkeys")[0];
        Assert.That(only.GetProperty("name").GetString(), Is.EqualTo("YubiKey"));
        Assert.That(only.GetProperty("step_up").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Demand_OfAnAuthenticator_IsForTheAppAndAPasskeyDoesNotMeetIt()
    {
        await using var node = TestApp
            .CreateOn(_app)
            .With("Site:PublicUrl", PasskeyCalls.PublicUrl)
            .With("StepUp:RequireAuthenticator", "管理员")
            .Start();
        using var client = node.Client();
        var token = await client.AdminTokenAsync(Some.Admin);

        // It proves presence, and opens the enrolment of the app; it does not stand for it.
        Assert.That(await client.PasskeyStepUpAsync(token, _authenticator.Get(await client.StepUpOptionsAsync(token))), Is.EqualTo(Good));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, PasskeyCalls.Admin, token), Is.EqualTo((403, "10014")));
        await client.EnrolAsync(node, token);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, PasskeyCalls.Admin, token), Is.EqualTo(Good));
    }

    [Test]
    public async Task ResetAuthenticator_LostDevice_TakesThePasskeysToo()
    {
        var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);

        Assert.That(await _client.ManageAsync(super, await _app.UserAsync(Some.Admin), "reset-authenticator"), Is.EqualTo(Good));

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkeys"), Is.Zero);
    }

    private async Task<(int Status, string? Code)> StepUpAsync(string token) =>
        await _client.PasskeyStepUpAsync(token, _authenticator.Get(await _client.StepUpOptionsAsync(token)));
}
