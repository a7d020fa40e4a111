using System.Text.Json;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Audit;

/// <summary>The audit log over the wire: its filters by time, and its export.</summary>
[TestFixture]
internal sealed class AuditReadingTests
{
    private const string Export = ManageCalls.Audit + "/export";

    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _super = null!;
    private long _start;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        _client = _app.Client();
        _start = _app.Time.GetUtcNow().ToUnixTimeSeconds();
        _super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
        for (var i = 0; i < 4; i++)
        {
            _app.Time.Advance(TimeSpan.FromMinutes(1));
            await _client.ManageAsync(_super, await _app.UserAsync(Some.User), "unlock");
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(null, null, ExpectedResult = 4)]
    [TestCase(120, null, ExpectedResult = 3)]
    [TestCase(121, null, ExpectedResult = 2)]
    [TestCase(null, 120, ExpectedResult = 2)]
    [TestCase(120, 120, ExpectedResult = 1)]
    [TestCase(121, 179, ExpectedResult = 0)]
    public async Task<int> List_BetweenTwoSeconds_CountsBothWhole(int? from, int? to)
    {
        var query = $"?action=user-unlock&target={Some.User}&outcome=success&from={_start + from}&to={_start + to}";
        return (await _client.DataAsync(HttpMethod.Get, ManageCalls.Audit + query, _super)).GetProperty("items").GetArrayLength();
    }

    [TestCase("?from=-1")]
    [TestCase("?to=253402300800")]
    [TestCase("?from=yesterday")]
    [TestCase("/export?after=-1")]
    [TestCase("/export?limit=0")]
    [TestCase("/export?limit=10001")]
    [TestCase("/export?after=first")]
    public async Task Question_WithoutTheForm_IsMalformed(string query) =>
        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, ManageCalls.Audit + query, _super), Is.EqualTo((400, "10006")));

    [Test]
    public async Task Export_LineByLine_IsTheWholeChainAndEachHashFits()
    {
        var lines = new List<JsonElement>();
        for (var after = 0L; ; after = lines[^1].GetProperty("sequence").GetInt64())
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, $"{Export}?after={after}&limit=2", _super);
            Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/x-ndjson; charset=utf-8"));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(text, Is.Empty.Or.EndsWith("}\n"));
            var some = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.That(some, Has.Length.LessThanOrEqualTo(2));
            lines.AddRange(some.Select(line => JsonDocument.Parse(line).RootElement));
            // Each export is a line itself: the end is never reached, only the present.
            if (lines.Count >= 6)
            {
                break;
            }
        }

        var previous = new string('0', 64);
        for (var i = 0; i < lines.Count; i++)
        {
            Assert.That(lines[i].GetProperty("sequence").GetInt64(), Is.EqualTo(i + 1));
            Assert.That(lines[i].GetProperty("previous_hash").GetString(), Is.EqualTo(previous));
            Assert.That(lines[i].GetProperty("hash").GetString(), Is.EqualTo(Convert.ToHexStringLower(EntryOf(lines[i]).ComputeHash())));
            previous = lines[i].GetProperty("hash").GetString()!;
        }
    }

    [Test]
    public async Task Export_BehindTheLastLine_IsEmpty()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Export}?after=9999999", _super);

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase(AdminRole.Admin, 200)]
    [TestCase(AdminRole.OrganisationAdmin, 403)]
    public async Task Export_OnlyWhoSeesTheWholeLog_GetsIt(AdminRole role, int status)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, Export, await _app.AdminSessionAsync(role, 1));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), status == 200 ? Does.Contain("\"hash\":") : Does.Contain("\"10011\""));
    }

    private static AuditEntry EntryOf(JsonElement line) =>
        new()
        {
            Sequence = line.GetProperty("sequence").GetInt64(),
            At = DateTimeOffset.FromUnixTimeMilliseconds(line.GetProperty("time_ms").GetInt64()),
            Action = Text(line, "action"),
            Actor = Text(line, "actor"),
            Target = Text(line, "target"),
            OrganisationId = line.GetProperty("organisation_id") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null,
            Outcome = Text(line, "outcome"),
            Reason = Text(line, "reason"),
            Address = Text(line, "address"),
            UserAgent = Text(line, "user_agent"),
            OriginSalt = Bytes(line, "origin_salt"),
            OriginDigest = Bytes(line, "origin_digest"),
            CorrelationId = Text(line, "correlation_id"),
            PreviousHash = Convert.FromHexString(Text(line, "previous_hash")),
        };

    private static byte[]? Bytes(JsonElement line, string name) =>
        line.GetProperty(name).GetString() is { } hex ? Convert.FromHexString(hex) : null;

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
