using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Hashes with older parameters, and what a check costs whoever is asked for.</summary>
[TestFixture]
internal sealed class RehashTests
{
    private const string Cheap = "$argon2id$v=19$m=7168,t=1,p=1$";
    private const string Dearer = "$argon2id$v=19$m=7168,t=2,p=1$";

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
