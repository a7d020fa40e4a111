using System.Text;
using System.Text.Json;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>What a client says about a person refuses no login, whatever it is.</summary>
[TestFixture]
internal sealed class DecorationTests
{
    private static readonly string[] Members = ["nick_name", "avatar", "gender", "province", "city", "county"];

    private ProviderWorld _world = null!;

    [SetUp]
    public void SetUp() => _world = ProviderWorld.Start();

    [TearDown]
    public async Task TearDownAsync() => await _world.DisposeAsync();

    [TestCase("7")]
    [TestCase("7.5e3")]
    [TestCase("true")]
    [TestCase("null")]
    [TestCase("[1,[2]]")]
    [TestCase("""{"a":{"b":1}}""")]
    [TestCase("""  "half \ud83d"  """)]
    [TestCase("""  "\ude00 half \\ \" \u0000 \ufffe"  """)]
    public async Task Login_DecorationOfAnyType_GoesOn(string value)
    {
        _world.Weapp.Knows("code", "openid");
        var members = string.Join(',', Members.Select(member => $"\"{member}\":{value}"));

        using var response = await _world.Client.PostLoginAsync($$"""{"platform":"weapp","code":"code",{{members}}}""");

        Assert.That((await response.JsonAsync()).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_NameCutInsideAnEmoji_KeepsTheRest()
    {
        var data = await UserAsync("""  "kettle \ud83d"  """);

        Assert.That(Nickname(data), Is.EqualTo("kettle"));
    }

    [TestCase("👨‍👩‍👧‍👦", 11)]
    [TestCase("👍🏽", 4)]
    [TestCase("🇨🇳", 4)]
    [TestCase("e\u0301\u0301", 2)]
    public async Task Login_LongName_IsCutBetweenWhatIsShownAsOneCharacter(string last, int units)
    {
        var fits = new string('a', ExternalText.MaxName - units);
        var data = await UserAsync(JsonSerializer.Serialize(fits + last + "z"));
        var cut = await UserAsync(JsonSerializer.Serialize(fits + "a" + last));

        Assert.That(Nickname(data), Is.EqualTo((fits + last).Normalized(NormalizationForm.FormC)));
        Assert.That(Nickname(cut), Is.EqualTo(fits + "a"));
    }

    [TestCase("https://example.com/a.png", "https://example.com/a.png")]
    [TestCase("http://example.com/a.png", "")]
    [TestCase("javascript:alert(1)", "")]
    public async Task Login_Avatar_IsAnHttpsAddressOrNothing(string avatar, string kept)
    {
        var data = await UserAsync("null", JsonSerializer.Serialize(avatar));
        var tooLong = await UserAsync("null", JsonSerializer.Serialize("https://example.com/" + new string('a', 512)));

        Assert.That(data.GetProperty("avatar_url").GetString(), Is.EqualTo(kept));
        Assert.That(tooLong.GetProperty("avatar_url").GetString(), Is.Empty);
    }

    [Test]
    public async Task Login_NameThatGrowsUnderNormalisation_BecomesAUserNameByTheRulesOfARegistration()
    {
        var data = await UserAsync(JsonSerializer.Serialize(new string('\uFDFA', 20)));
        var name = data.GetProperty("user_name").GetString()!;

        Assert.That(Application.Users.UserNames.IsValid(name), Is.True, name);
        Assert.That(name, Has.Length.LessThanOrEqualTo(32).And.Not.Contain(" "));
    }

    private async Task<JsonElement> UserAsync(string nickName, string avatar = "null")
    {
        var code = RandomSecret.CreateId();
        _world.Weapp.Knows(code, code);
        using var response = await _world.Client.PostLoginAsync(
            $$"""{"platform":"weapp","code":"{{code}}","nick_name":{{nickName}},"avatar":{{avatar}}}"""
        );
        var answer = await response.JsonAsync();
        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        return answer.GetProperty("data");
    }

    private string Nickname(JsonElement user) =>
        _world
            .App.TextsAsync($"SELECT nickname FROM users WHERE id = {user.GetProperty("id").GetInt64()}")
            .GetAwaiter()
            .GetResult()
            .Single();
}
