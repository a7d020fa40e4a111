using System.Net;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>A full hashing queue: the next caller is told at once, and no other request notices.</summary>
[TestFixture]
internal sealed class HashQueueTests
{
    private const int Lanes = 1;
    private const int Queue = 2;

    private readonly CountingHasher _hasher = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _token = null!;
    private CountingHasher.Gate _gate = null!;
    private Task<HttpResponseMessage>[] _waiting = null!;

    [SetUp]
    public async Task FillTheQueueAsync()
    {
        _app = TestApp
            .Create()
            .With("PasswordHash:Concurrency", $"{Lanes}")
            .With("PasswordHash:Queue", $"{Queue}")
            .WithServices(_hasher.Wrap)
            .Start();
        _client = _app.Client();
        _token = await _client.AdminTokenAsync(Some.SuperAdmin);
        _gate = _hasher.Close();
        _waiting =
        [
            _client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password),
            _client.TryAdminLoginAsync(Some.Admin, Some.Password),
            _client.TrySiteLoginAsync("user", Some.Password),
        ];
        await _gate.ArrivedAsync(Lanes + Queue);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _gate.Open();
        foreach (var response in await Task.WhenAll(_waiting))
        {
            response.Dispose();
        }

        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task AdminLogin_QueueFull_503AndNothingCounted()
    {
        // Wrong guesses, more than are free: none is checked, none is counted.
        for (var i = 0; i < 7; i++)
        {
            using var refused = await _client.TryAdminLoginAsync(Some.OrganisationAdmin, Some.WrongPassword);
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(
                await refused.Content.ReadAsStringAsync(),
                Is.EqualTo("""{"status":503,"token":"","code":"10004","result":"Login failed, server internal error","data":{}}""")
            );
        }

        Assert.That(_app.Rows($"SELECT * FROM login_attempts WHERE attempt_key LIKE '%{Some.OrganisationAdmin}%'"), Is.Empty);
        _gate.Open();
        await Task.WhenAll(_waiting);
        await _client.AdminTokenAsync(Some.OrganisationAdmin);
    }

    [Test]
    public async Task SiteLoginAndStepUp_QueueFull_AreToldToComeAgain()
    {
        using var site = await _client.TrySiteLoginAsync("orgadmin", Some.Password);
        using var stepUp = await _client.TryStepUpAsync(_token);

        Assert.That((await site.JsonAsync()).Code(), Is.EqualTo(-1));
        Assert.That(site.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(stepUp.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await stepUp.AdminCodeAsync(), Is.EqualTo("10003"));
        Assert.That(stepUp.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task EverythingElse_QueueFull_Answers()
    {
        Assert.That(await _client.GetStringAsync("/health/live"), Is.EqualTo("""{"status":"live"}"""));
        Assert.That(await _client.GetStringAsync("/health/ready"), Is.EqualTo("""{"status":"ready"}"""));
        Assert.That(await _client.InfoCodeAsync(_token), Is.EqualTo("10004"), "no secret yet, and no 503");
    }

    [Test]
    public async Task Waiting_QueueEmpties_AllAreLetIn()
    {
        _gate.Open();

        Assert.That((await Task.WhenAll(_waiting)).Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        await _client.AdminTokenAsync(Some.OrganisationAdmin);
    }
}
