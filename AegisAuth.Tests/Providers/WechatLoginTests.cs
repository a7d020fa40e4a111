using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Providers;

/// <summary>One class serves both platforms; both are held to the same.</summary>
[TestFixture("wechat")]
[TestFixture("inwechat")]
public sealed class WechatLoginTests(string platform)
{
    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp() => _host = ProviderHost.Canned(platform);

    [TearDown]
    public void TearDown() => _host.Dispose();

    [Test]
    public async Task AuthorizeUrlAsync_Always_HasWechatsOrderAndFragment()
    {
        var expected =
            platform == "wechat"
                ? "https://open.weixin.qq.com/connect/qrconnect?appid=wx-web&redirect_uri=https%3A%2F%2Flogin.example.com%2F&response_type=code&scope=snsapi_login&state=st%20ate%2F1#wechat_redirect"
                : "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx-service&redirect_uri=https%3A%2F%2Flogin.example.com%2F&response_type=code&scope=snsapi_userinfo&state=st%20ate%2F1#wechat_redirect";
        Assert.That(await _host.AuthorizeUrlAsync(platform), Is.EqualTo(expected));
    }

    [Test]
    public async Task IdentifyAsync_GoodCode_NamesThePersonWithProfile() =>
        Assert.That(
            AnswerAssert.Person(await _host.LoginAsync(platform, "good")),
            Is.EqualTo(
                new ProviderIdentity
                {
                    Subject = platform + "-openid",
                    UnionId = new UnionId("wechat", "union-1"),
                    DisplayName = "昵称",
                    AvatarUrl = "https://thirdwx.qlogo.cn/mmopen/vi_32/x/132",
                }
            )
        );

    [Test]
    public async Task IdentifyAsync_UnionIdOnlyInProfile_TakesItFromThere()
    {
        var person = AnswerAssert.Person(await _host.LoginAsync(platform, "late-union"));
        Assert.That(person.UnionId, Is.EqualTo(new UnionId("wechat", "union-2")));
        Assert.That(person.AvatarUrl, Is.Null);
    }

    [Test]
    public async Task IdentifyAsync_ProfileRefused_LogsInWithoutIt() =>
        Assert.That(
            AnswerAssert.Person(await _host.LoginAsync(platform, "no-profile")),
            Is.EqualTo(new ProviderIdentity { Subject = platform + "-openid", UnionId = new UnionId("wechat", "union-1") })
        );

    [Test]
    public async Task IdentifyAsync_ProfileOfSomebodyElse_IsNotBelieved() =>
        Assert.That(
            AnswerAssert.Person(await _host.LoginAsync(platform, "foreign-profile")),
            Is.EqualTo(new ProviderIdentity { Subject = platform + "-openid" })
        );

    [TestCase("snapshot")]
    [TestCase("snapshot-text")]
    public async Task IdentifyAsync_SnapshotVisitor_Refuses(string code) =>
        AnswerAssert.Refused(await _host.LoginAsync(platform, code), AuthError.CodeRefused, "snapshot-user");

    [TestCase("used", AuthError.CodeRefused, "40163", "6a-b")]
    [TestCase("expired", AuthError.CodeRefused, "42003", null)]
    [TestCase("wrong-app", AuthError.ProviderUnavailable, "40013", null)]
    public async Task IdentifyAsync_VendorError_RefusesWithItsNumber(string code, AuthError error, string number, string? requestId) =>
        AnswerAssert.Refused(await _host.LoginAsync(platform, code), error, number, requestId: requestId);

    [Test]
    public void RequiresState_AsConfigured_DefaultsToNo()
    {
        var section = platform == "wechat" ? "Providers:Wechat" : "Providers:Inwechat";
        using var strict = ProviderHost.Canned(platform, null, (section + ":RequireState", "true"));
        Assert.That(((IRedirectProvider)_host[platform]).RequiresState, Is.False);
        Assert.That(((IRedirectProvider)strict[platform]).RequiresState, Is.True);
    }
}
