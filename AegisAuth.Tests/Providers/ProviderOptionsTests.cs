using AegisAuth.Infrastructure.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Providers;

public sealed class ProviderOptionsTests
{
    [TestCase("Providers:Qq:BaseUrl", "http://graph.qq.com")]
    [TestCase("Providers:Weapp:BaseUrl", "api.weixin.qq.com")]
    [TestCase("Providers:Wechat:AuthorizeUrl", "https://open.weixin.qq.com/connect/qrconnect?appid=1")]
    [TestCase("Providers:Inwechat:RedirectUri", "/callback")]
    [TestCase("Providers:Tt:BaseUrl", "https://user:word@developer.toutiao.com")]
    [TestCase("Providers:Swan:BaseUrl", "ftp://127.0.0.1/")]
    [TestCase("Providers:Alipay:BaseUrl", "http://192.168.0.1/gateway.do")]
    [TestCase("Providers:Alipay:PrivateKey", "c2VjcmV0LWtleQ==")]
    [TestCase("Providers:Alipay:AlipayPublicKey", "c2VjcmV0LWtleQ==")]
    [TestCase("Providers:Alipay:AppCertificate", "c2VjcmV0LWtleQ==")]
    [TestCase("Providers:Google:Authority", "http://accounts.google.com")]
    [TestCase("Providers:Google:RedirectUri", "javascript:alert(1)")]
    [TestCase("Providers:Qq:Mode", "7")]
    [TestCase("Providers:Qq:Mode", "Web")]
    [TestCase("Providers:Wechat:RequireState", "perhaps")]
    public void Start_BadValue_StopsWithASentenceThatNamesTheKeyAndNotTheValue(string key, string value) =>
        Assert.That(
            () => Start((key, value)),
            Throws.InstanceOf<OptionsValidationException>().With.Message.StartsWith(key + " must be ").And.Message.Not.Contains(value)
        );

    [TestCase("http://localhost:5080/dev/x")]
    [TestCase("http://127.0.0.1:1")]
    [TestCase("http://[::1]:5080/")]
    [TestCase("https://stand-in.example.com/x")]
    public void Start_LoopbackOrHttps_IsTaken(string baseUrl) =>
        Assert.That(() => Start(("Providers:Weapp:BaseUrl", baseUrl)), Throws.Nothing);

    [Test]
    public void Start_SeveralBadValues_NamesThemAll() =>
        Assert.That(
            () => Start(("Providers:Weapp:BaseUrl", "x"), ("Providers:Weapp:AuthorizeUrl", "y")),
            Throws.InstanceOf<OptionsValidationException>().With.Property("Failures").Count.EqualTo(2)
        );

    // What the host does before it opens its port.
    private static void Start(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLoginProviders(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
                .Build()
        );
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
