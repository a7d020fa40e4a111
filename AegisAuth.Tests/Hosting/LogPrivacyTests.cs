using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AegisAuth.Application.StepUp;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>One day of a service, with everything secret that it has; then the whole log is searched for any of it.</summary>
[TestFixture]
internal sealed class LogPrivacyTests
{
    private const string Guess = "wr0ng-guess-of-mine";
    private const string Email = "kettle.of.mine@example.com";

    // As an operator's file may set it: everything, at the lowest level.
    [TestCase("Information", "Warning")]
    [TestCase("Verbose", "Verbose")]
    public async Task Log_AfterLoginsFailuresAndCrashes_HoldsNoSecret(string level, string framework)
    {
        var (sender, picture) = (new CollectingSender(), new KnownPicture());
        await using var app = TestApp
            .Create()
            .Collecting(sender)
            .WithServices(picture.Register)
            .With("Captcha:Mode", "Always")
            .With("Serilog:MinimumLevel:Default", level)
            .With("Serilog:MinimumLevel:Override:Microsoft", framework)
            .With("Serilog:MinimumLevel:Override:System", framework)
            .Start();
        using var client = app.Client();
        var secrets = new List<string> { Some.Password, AccountCalls.Password, Guess, Email };

        var token = await AdminDayAsync(app, client, secrets);
        await SiteDayAsync(app, client, sender, picture, secrets);
        await CrashAsync(app, client, token);
        secrets.AddRange(Stored(app));

        var log = Written(app.Log);
        Assert.That(secrets, Has.Count.GreaterThan(30).And.All.Length.GreaterThan(4));
        Assert.That(secrets.SelectMany(Spellings).Where(secret => Holds(log, secret)), Is.Empty);
        Assert.That(log, Does.Contain("SqliteException").And.Contain("no such table: main.sessions").Or.Contain("no such table: sessions"));
    }

    private static async Task<string> AdminDayAsync(TestApp app, HttpClient client, List<string> secrets)
    {
        using var failed = await client.TryAdminLoginAsync(Some.SuperAdmin, Guess);
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        using var failedStepUp = await client.TryStepUpAsync(token, Guess);
        var secret = await client.SecretAsync(token);
        await PresentAsync(client, token, secret);

        var reset = (await client.DataAsync(HttpMethod.Post, $"{ManageCalls.Users}/{Some.Admin}/reset-password", token))
            .GetProperty("code")
            .GetString()!;
        await client.OutcomeAsync(HttpMethod.Post, "/user/password/reset", token: null, new { code = reset + "x", new_password = Guess });
        await client.OutcomeAsync(
            HttpMethod.Post,
            "/user/password/reset",
            token: null,
            new { code = reset, new_password = AccountCalls.Password }
        );

        var key = (await client.DataAsync(HttpMethod.Post, "/user/totp/enroll", token)).GetProperty("secret").GetString()!;
        var code = Totp.CodeOf(Base32Text.Decode(key), Totp.StepAt(app.Time.GetUtcNow()));
        var confirmed = await client.DataAsync(HttpMethod.Post, "/user/totp/confirm", token, new { totp_code = code });
        var recovery = confirmed.GetProperty("recovery_codes").EnumerateArray().Select(c => c.GetString()!).ToList();
        await client.OutcomeAsync(HttpMethod.Post, AdminCalls.SecretPath, token, new { totp_code = code });
        await client.OutcomeAsync(HttpMethod.Post, "/user/totp/remove", token, new { recovery_code = recovery[0] });
        secrets.AddRange([token, secret, reset, key, code, .. recovery]);
        return token;
    }

    private static async Task PresentAsync(HttpClient client, string token, string secret)
    {
        foreach (var presented in (string[])[secret, secret + "x"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{AdminCalls.InfoPath}?token={token}&secret={secret}");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            request.Headers.TryAddWithoutValidation("X-Dynamic-Secret", presented);
            using var response = await client.SendAsync(request);
        }
    }

    private static async Task SiteDayAsync(
        TestApp app,
        HttpClient client,
        CollectingSender sender,
        KnownPicture picture,
        List<string> secrets
    )
    {
        var first = (await client.CaptchaAsync("register")).GetProperty("captcha_id").GetString()!;
        var answer = await client.RegisterAsync("kettle-of-mine", Email, more: new { captcha_id = first, captcha = picture.Text });
        var registered = answer.GetProperty("data").GetProperty("token").GetString()!;
        var verify = (await sender.NextAsync()).Code();
        await client.SiteGetAsync($"/api/verify/email?token={verify}", registered);
        await client.SitePostAsync("/api/password/reset", token: null, new { email = Email });
        var forgotten = (await sender.NextAsync()).Code();
        await client.SitePostAsync("/api/password/reset", token: null, new { token = forgotten, password = Guess });

        var captcha = (await client.CaptchaAsync()).GetProperty("captcha_id").GetString()!;
        secrets.Add(picture.Text);
        using var login = await client.TrySiteLoginAsync("user", Some.Password, captcha, picture.Text);
        var token = (await login.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;
        using var cookie = new HttpRequestMessage(HttpMethod.Get, "/api/user/detail");
        cookie.Headers.TryAddWithoutValidation("Cookie", $"token={token}");
        using var detail = await client.SendAsync(cookie);

        // The simulator answers; WeChat's protocol carries the app's secret in a query.
        const string ProviderCode = "vendor-code-of-mine";
        await client.SitePostAsync("/api/login", token: null, new { platform = "weapp", code = ProviderCode });
        var provider = app.Services.GetRequiredService<IConfiguration>()["Providers:Weapp:AppSecret"]!;
        secrets.AddRange([registered, verify, forgotten, captcha, token, ProviderCode, provider]);
    }

    // The statements fail with their parameters in hand: token hashes, password hashes, addresses.
    private static async Task CrashAsync(TestApp app, HttpClient client, string token)
    {
        app.Execute("ALTER TABLE sessions RENAME TO gone");
        using var login = await client.TryAdminLoginAsync(Some.OrganisationAdmin, Some.Password);
        using var info = await client.SendAsync(HttpMethod.Get, AdminCalls.InfoPath, token + "x");
        Assert.That(((int)login.StatusCode, (int)info.StatusCode), Is.EqualTo((500, 401)).Or.EqualTo((500, 500)));
        app.Execute("ALTER TABLE gone RENAME TO sessions");
    }

    // What the database keeps, in the form in which it keeps it.
    private static IEnumerable<string> Stored(TestApp app) =>
        [
            .. app.Rows("SELECT password_hash FROM users WHERE password_hash IS NOT NULL").SelectMany(phc => phc.Split('$')[^2..]),
            .. app.Rows("SELECT protected_resident_id FROM users WHERE protected_resident_id IS NOT NULL"),
            .. app.Rows("SELECT protected_key FROM authenticators"),
            "110101199003091234",
            "110101199003072340",
            "110101199003073458",
            "110101199003074565",
        ];

    // As it is, hashed as we hash, and as JSON or a query would write it.
    private static IEnumerable<string> Spellings(string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        return
        [
            secret,
            Convert.ToHexString(hash),
            Convert.ToHexStringLower(hash),
            Convert.ToBase64String(hash),
            Base64(hash),
            Uri.EscapeDataString(secret),
        ];
    }

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    // A code of six digits may stand by chance inside of a longer number, such as an elapsed time.
    private static bool Holds(string log, string secret) =>
        secret.All(char.IsAsciiDigit)
            ? Regex.IsMatch(log, $@"(?<![\d.]){secret}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(10))
            : log.Contains(secret, StringComparison.Ordinal);

    // Rendered messages, all properties, exceptions; no times of day, whose digits are no secret.
    private static string Written(CollectingSink log)
    {
        var text = new StringBuilder();
        foreach (var e in log.Events)
        {
            text.AppendLine(e.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var (name, value) in e.Properties)
            {
                text.Append(name).Append('=').AppendLine(value.ToString());
            }

            text.AppendLine(e.Exception?.ToString());
        }

        return text.ToString();
    }
}
