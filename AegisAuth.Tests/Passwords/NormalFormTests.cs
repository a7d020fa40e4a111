using System.Text;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>One password however a keyboard composes it (RFC 8265, OpaqueString).</summary>
[TestFixture]
internal sealed class NormalFormTests
{
    private const string Composed = "drei gr\u00fcne L\u00f6ffel";

    private static readonly string Decomposed = Composed.Normalized(NormalizationForm.FormD);

    [TestCase(true)]
    [TestCase(false)]
    public async Task Login_PasswordChosenInTheOtherForm_IsTheSame(bool chosenComposed)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var (chosen, typed) = chosenComposed ? (Composed, Decomposed) : (Decomposed, Composed);
        var registered = await client.RegisterAsync("kettle", more: new { password = chosen });
        Assert.That(registered.Code(), Is.Zero, registered.ToString());

        Assert.That((await client.SiteLoginAnswerAsync("kettle", typed)).Code(), Is.Zero);
        Assert.That((await client.SiteLoginAnswerAsync("kettle", chosen)).Code(), Is.Zero);
        Assert.That((await client.SiteLoginAnswerAsync("kettle", Composed.Replace('\u00fc', 'u'))).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Login_CompatibilityForm_IsAnotherPassword()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.RegisterAsync("kettle", more: new { password = "three blue kettles \uff11" });

        Assert.That((await client.SiteLoginAnswerAsync("kettle", "three blue kettles 1")).Code(), Is.EqualTo(-1), "NFC, not NFKC");
        Assert.That((await client.SiteLoginAnswerAsync("kettle", "three blue kettles \uff11")).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_HashMadeOfTheRawForm_IsTakenOnceMoreAndReplaced()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.RegisteredAsync("kettle");
        await app.ExecuteSqlAsync("UPDATE users SET password_hash = @hash WHERE user_name = 'kettle'", ("@hash", RawHash.Of(Decomposed)));

        Assert.That(
            (await client.SiteLoginAnswerAsync("kettle", Composed)).Code(),
            Is.EqualTo(-1),
            "The old hash does not know this form."
        );
        Assert.That((await client.SiteLoginAnswerAsync("kettle", Decomposed)).Code(), Is.Zero);
        Assert.That((await client.SiteLoginAnswerAsync("kettle", Composed)).Code(), Is.Zero, "The login has made a new hash.");
    }

    [Test]
    public async Task Change_SamePasswordInTheOtherForm_IsUnchanged()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var registered = await client.RegisterAsync("kettle", more: new { password = Composed });
        var token = registered.GetProperty("data").GetProperty("token").GetString();

        var answer = await client.SitePostAsync("/api/user/password", token, new { old_password = Composed, password = Decomposed });

        Assert.That(answer.Msg(), Is.EqualTo("新密码不能与旧密码相同"));
    }

    [Test]
    public async Task Login_LongestPasswordDecomposed_IsNotTooLong()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var longest = string.Concat(Enumerable.Repeat("\u00fc\u00f6", 64));
        Assert.That((await client.RegisterAsync("kettle", more: new { password = longest })).Code(), Is.Zero);

        Assert.That((await client.SiteLoginAnswerAsync("kettle", longest.Normalized(NormalizationForm.FormD))).Code(), Is.Zero);
    }
}
