using System.Diagnostics;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Audit;

/// <summary><c>docs/verify_audit.py</c> over a copy that was taken over the wire, and over copies that were changed.</summary>
[TestFixture]
internal sealed class AuditCopyScriptTests
{
    private const string Python = "python3";

    private string[] _lines = [];
    private string _erased = "";

    [OneTimeSetUp]
    public async Task CopyAsync()
    {
        if (!HasPython())
        {
            Assert.Ignore("python3 is not installed.");
        }

        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.RegisteredAsync("kettle", "kettle@example.com");
        await client.SiteLoginAnswerAsync("kettle", "another password");
        _erased = (await app.TextsAsync("SELECT aegisspeed_id FROM users WHERE email = 'kettle@example.com'")).Single();
        var super = await app.AdminSessionAsync(AdminRole.SuperAdmin);
        await client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{_erased}/erase", super);
        using var answer = await client.SendAsync(HttpMethod.Get, ManageCalls.Audit + "/export", super);
        _lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Test]
    public async Task Copy_AsItWasExported_IsWholeWithItsErasedOrigins()
    {
        Assert.That(_lines, Has.Some.Contains("\"origin_salt\":null"));
        var (code, words) = await RunAsync(_lines);

        Assert.That(code, Is.Zero, words);
        Assert.That(
            words,
            Does.StartWith($"The copy is whole: entries 1 to {_lines.Length}.").And.Contain("address and user agent were erased")
        );
    }

    [Test]
    public async Task Copy_InTwoParts_IsTiedTogether()
    {
        var (_, first) = await RunAsync(_lines[..2]);
        var behind = first.Split("--behind ")[1].Split('\n')[0].Trim();

        Assert.That((await RunAsync(_lines[2..], "--behind", behind)).Code, Is.Zero);
        Assert.That((await RunAsync(_lines[3..], "--behind", behind)).Code, Is.EqualTo(1), "a line is missing between them");
        Assert.That((await RunAsync(_lines[2..], "--behind", $"2:{new string('a', 64)}")).Code, Is.EqualTo(1), "another chain");
    }

    [Test]
    public async Task Copy_WithoutTheErasing_SaysWhoseOriginIsGone()
    {
        var until = Array.FindIndex(_lines, line => line.Contains("account-erase", StringComparison.Ordinal));
        var (code, words) = await RunAsync(_lines[..until]);

        Assert.That(code, Is.EqualTo(3), words);
        Assert.That(words, Does.Contain($"no erasing of {_erased} is in the copy"));
    }

    [TestCase("\"outcome\":\"success\"", "\"outcome\":\"refused\"", 1)]
    [TestCase("\"address\":\"", "\"address\":\"1", 1)]
    [TestCase("\"time\":", "\"time\":1", 1)]
    [TestCase("\"time_ms\":", "\"time_ms\":1", 1)]
    [TestCase("\"origin_digest\":\"", "\"origin_digest\":null,\"was\":\"", 1)]
    [TestCase("\"sequence\":", "\"sequence\":true,\"was\":", 2)]
    [TestCase("\"action\":", "\"action\":\"other\",\"action\":", 2)]
    [TestCase("{", "", 2)]
    public async Task Copy_WithOneLineChanged_IsNotTaken(string from, string to, int expected)
    {
        var at = Array.FindLastIndex(_lines, line => line.Contains(from, StringComparison.Ordinal));
        string[] changed = [.. _lines];
        var place = changed[at].IndexOf(from, StringComparison.Ordinal);
        changed[at] = changed[at][..place] + to + changed[at][(place + from.Length)..];

        var (code, words) = await RunAsync(changed);

        Assert.That(code, Is.EqualTo(expected), words);
        Assert.That(words, Does.Contain($"ine {at + 1}"));
    }

    [Test]
    public async Task Copy_WithALineTakenOut_IsBroken() =>
        Assert.That((await RunAsync([.. _lines[..2], .. _lines[3..]])).Code, Is.EqualTo(1));

    [Test]
    public async Task Copy_WithoutALine_IsNone() => Assert.That((await RunAsync([])).Code, Is.EqualTo(2));

    private static bool HasPython() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Python)));

    private static async Task<(int Code, string Words)> RunAsync(string[] lines, params string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(Python, [Path.Combine(HouseRulesTests.Root, "docs", "verify_audit.py"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        process.Start();
        await process.StandardInput.WriteAsync(string.Concat(lines.Select(line => line + "\n")));
        process.StandardInput.Close();
        var words = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, words);
    }
}
