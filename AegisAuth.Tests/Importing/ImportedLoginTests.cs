using AegisAuth.Tests.PasswordHashing;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Importing;

/// <summary>Users who were brought with the hash of another product log in, over the wire.</summary>
[TestFixture]
internal sealed class ImportedLoginTests
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Throttle:AddressFailures", "1000").With("Captcha:Mode", "Off").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(typeof(ForeignVectors), nameof(ForeignVectors.OneOfEach))]
    public async Task Login_ImportedHash_WorksAndLeavesAPlainOne(ForeignVector vector)
    {
        var name = "u" + Tag(vector);
        var result = await _app.ImportAsync($$"""{"user_name":"{{name}}","password_hash":"{{vector.Hash}}"}""");
        Assert.That(result.Fates, Is.EqualTo((1, 0, 0)));
        Assert.That(result.Counts.Wrapped, Is.EqualTo(vector.IsWeak ? 1 : 0));
        var imported = Stored(name);
        Assert.That(imported, vector.IsWeak ? Does.StartWith("$wrapped$").And.Not.Contain(vector.Hash[^12..]) : Is.EqualTo(vector.Hash));

        Assert.That(await LoginAsync(name, "three blue kettles sang"), Is.EqualTo("-1"));
        Assert.That(Stored(name), Is.EqualTo(imported), "a wrong password changes nothing");

        Assert.That(await LoginAsync(name, vector.Password), Is.EqualTo("0"));
        Assert.That(Stored(name), Does.StartWith("$argon2id$v=19$m=7168,t=1,p=1$"));
        Assert.That(await LoginAsync(name, vector.Password), Is.EqualTo("0"));
    }

    [Test]
    public async Task Login_ManyAtOnceOverAWrappedHash_AllSucceed()
    {
        await _app.ImportAsync($$"""{"user_name":"together","password_hash":"{{Weak.Hash}}"}""");

        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoginAsync("together", Weak.Password)));

        Assert.That(codes, Has.All.EqualTo("0"));
    }

    [Test]
    public async Task Login_ImportedAdministrator_PassesTheAdminDoor()
    {
        var line = $$"""{"aegisspeed_id":"OLD00ABCD","user_name":"old.admin","role":"管理员","password_hash":"{{Weak.Hash}}"}""";
        await _app.ImportAsync(System.Text.Encoding.UTF8.GetBytes(line), new(DryRun: false, WithRoles: true));

        Assert.That(await _client.AdminTokenAsync("old00abcd", Weak.Password), Does.StartWith("aegis_"));
    }

    private static ForeignVector Weak => ForeignVectors.OneOfEach[0];

    private static string Tag(ForeignVector vector) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(vector.Hash)))[..12];

    private string Stored(string name) => _app.Rows($"SELECT password_hash FROM users WHERE user_name = '{name}'").Single();

    private async Task<string> LoginAsync(string name, string password)
    {
        using var response = await _client.TrySiteLoginAsync(name, password);
        return (await response.JsonAsync()).GetProperty("code").ToString();
    }
}
