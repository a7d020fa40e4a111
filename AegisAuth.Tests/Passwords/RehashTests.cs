using System.Net;
using System.Net.Http.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Hashes with older parameters, and what a check costs for each kind of account.</summary>
[TestFixture]
internal sealed class RehashTests
{
    private const string Cheap = "$argon2id$v=19$m=7168,t=1,p=1$";
    private const string Dearer = "$argon2id$v=19$m=7168,t=2,p=1$";
    private const int Rounds = 200;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Login_HashOfOlderParameters_IsReplacedByTheNextGoodLoginOnly(bool admin)
    {
        await using var before = TestApp.Started();
        await using var app = TestApp.CreateOn(before).With("PasswordHash:Iterations", "2").Start();
        using var client = app.Client();
        Assert.That(Hash(app), Does.StartWith(Cheap));
        var old = Hash(app);

        await LoginAsync(client, admin, Some.WrongPassword);
        Assert.That(Hash(app), Is.EqualTo(old));

        Assert.That(await LoginAsync(client, admin, Some.Password), Is.True);
        var replaced = Hash(app);
        Assert.That(replaced, Does.StartWith(Dearer));

        Assert.That(await LoginAsync(client, admin, Some.Password), Is.True);
        Assert.That(await LoginAsync(client, admin, Some.WrongPassword), Is.False);
        Assert.That(Hash(app), Is.EqualTo(replaced), "once is enough");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Login_ManyAtOnceOverAnOlderHash_AllSucceed(bool admin)
    {
        await using var before = TestApp.Started();
        await using var app = TestApp.CreateOn(before).With("PasswordHash:Iterations", "2").Start();
        using var client = app.Client();

        // The first that is done replaces the hash that the others have checked.
        var logins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoginAsync(client, admin, Some.Password)));

        Assert.That(logins, Has.All.True);
        Assert.That(Hash(app), Does.StartWith(Dearer));
    }

    // The race that was open once: a step-up or a change of password in the very moment in which parallel logins replace
    // the hash that it has checked.
    [Test]
    public async Task StepUpAndChange_WhileLoginsReplaceAnOlderHash_Succeed()
    {
        await using var before = TestApp.Started();
        var old = Hash(before);
        await using var app = TestApp.CreateOn(before).With("PasswordHash:Iterations", "2").With("Sessions:MaxPerUser", "1000").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.Admin);

        for (var round = 0; round < Rounds; round++)
        {
            app.Execute($"UPDATE users SET password_hash = '{old}' WHERE user_name = 'manager'");
            var logins = Enumerable.Range(0, 2).Select(_ => LoginAsync(client, admin: true, Some.Password)).ToArray();
            var stepsUp = round % 2 == 0;
            using var response = await (
                stepsUp ? client.TryStepUpAsync(token) : ChangePasswordAsync(client, token, $"another password {round}")
            );
            var loggedIn = await Task.WhenAll(logins);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"round {round}");
            // A login may lose against a real change of the password, never against a step-up.
            Assert.That(loggedIn, stepsUp ? Has.All.True : Has.Length.EqualTo(2), $"round {round}");
        }
    }

    [TestCase("ASD999999", "nobody", TestName = "Unknown")]
    [TestCase("ASD000002", "manager", TestName = "Disabled")]
    [TestCase("ASD000003", "orgadmin", TestName = "WithoutPassword")]
    [TestCase("ASD000001", "admin", TestName = "WrongPassword")]
    public async Task Login_WhoeverIsAskedFor_CostsOneHash(string id, string userName)
    {
        var counting = new CountingHasher();
        await using var app = TestApp.Create().WithServices(counting.Wrap).Start();
        using var client = app.Client();
        app.Execute("UPDATE users SET enabled = 0 WHERE user_name = 'manager'");
        app.Execute("UPDATE users SET password_hash = NULL WHERE user_name = 'orgadmin'");
        counting.Reset();

        using var adminLogin = await client.TryAdminLoginAsync(id, Some.WrongPassword);
        Assert.That(counting.Verified, Is.EqualTo(1));

        using var siteLogin = await client.TrySiteLoginAsync(userName, Some.WrongPassword);
        Assert.That(counting.Verified, Is.EqualTo(2));
    }

    private static async Task<HttpResponseMessage> ChangePasswordAsync(HttpClient client, string token, string next)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/user/password")
        {
            Headers = { { "Authorization", $"Bearer {token}" } },
            Content = JsonContent.Create(new { user_password = Some.Password, new_password = next }),
        };
        return await client.SendAsync(request);
    }

    // 管理员 may log in at both doors.
    private static async Task<bool> LoginAsync(HttpClient client, bool admin, string password)
    {
        using var response = await (
            admin ? client.TryAdminLoginAsync(Some.Admin, password) : client.TrySiteLoginAsync("manager", password)
        );
        var code = (await response.JsonAsync()).GetProperty("code").ToString();
        return code is "10000" or "0";
    }

    private static string Hash(TestApp app) => app.Rows("SELECT password_hash FROM users WHERE user_name = 'manager'").Single();
}
