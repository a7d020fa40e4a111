using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Providers;

public sealed class LoginProvidersTests
{
    [Test]
    public void Enabled_AllKeysGiven_ListsAllEightAndTheirAppIds()
    {
        using var services = Build(ProviderHost.Settings);
        Assert.That(
            services.GetRequiredService<LoginProviders>().Enabled.Select(provider => (provider.Platform, provider.AppId)),
            Is.EqualTo(
                new[]
                {
                    ("weapp", Vectors.Weapp.AppId),
                    ("wechat", "wx-web"),
                    ("inwechat", "wx-service"),
                    ("qq", "1109"),
                    ("alipay", "my-client-id"),
                    ("tt", "tt-app"),
                    ("swan", Vectors.Swan.AppKey),
                    ("google", "client.apps.googleusercontent.com"),
                }
            )
        );
    }

    [Test]
    public void Enabled_NothingConfigured_ListsNone()
    {
        using var services = Build([]);
        Assert.That(services.GetRequiredService<LoginProviders>().Enabled, Is.Empty);
    }

    [TestCase("weapp", null)]
    [TestCase("tt", AuthError.PlatformNotEnabled)]
    [TestCase("Weapp", AuthError.UnknownPlatform)]
    [TestCase("website", AuthError.UnknownPlatform)]
    [TestCase("", AuthError.UnknownPlatform)]
    public void Find_ByName_GivesTheProviderOrTheRefusal(string platform, AuthError? error)
    {
        using var services = Build(Without("Providers:Tt:AppSecret"));
        Assert.That(ErrorOf(services.GetRequiredService<LoginProviders>().Find(platform)), Is.EqualTo(error));
    }

    [TestCase("google", null)]
    [TestCase("wechat", null)]
    [TestCase("alipay", AuthError.PlatformNotEnabled)]
    [TestCase("qq", AuthError.PlatformNotEnabled)]
    [TestCase("tt", AuthError.UnknownPlatform)]
    [TestCase("nobody", AuthError.UnknownPlatform)]
    public void FindRedirect_ByName_GivesTheProviderOrTheRefusal(string platform, AuthError? error)
    {
        // Alipay without a redirect URI; QQ as a mini program, which has no page.
        using var services = Build(Without("Providers:Alipay:RedirectUri"));
        Assert.That(ErrorOf(services.GetRequiredService<LoginProviders>().FindRedirect(platform)), Is.EqualTo(error));
    }

    private static AuthError? ErrorOf<T>(AegisAuth.Application.Common.Result<T> result) =>
        result.Match(_ => (AuthError?)null, refusal => refusal.Error);

    private static IEnumerable<KeyValuePair<string, string?>> Without(string key) =>
        ProviderHost.Settings.Where(setting => setting.Key != key);

    private static ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLoginProviders(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }
}
