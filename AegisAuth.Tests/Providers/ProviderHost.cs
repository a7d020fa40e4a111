using System.Globalization;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AegisAuth.Tests.Providers;

/// <summary>All providers as the program sets them up, with keys, a clock that stands, and stand-ins for the providers.</summary>
internal sealed class ProviderHost : IDisposable
{
    private readonly ServiceProvider _services;

    public ProviderHost(
        IReadOnlyDictionary<string, HttpMessageHandler> providers,
        DateTimeOffset now,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        ILoggerProvider? logs = null,
        MemoryTokens? tokens = null
    )
    {
        Clock = new RetryClock(now);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (logs is not null)
            {
                logging.AddProvider(logs);
            }
        });
        services.AddSingleton<ISecretProtector, PlainProtector>();
        services.AddSingleton<IProviderTokenRepository>(tokens ?? new MemoryTokens());
        services.AddLoginProviders(
            new ConfigurationBuilder().AddInMemoryCollection(Settings).AddInMemoryCollection(settings ?? []).Build()
        );
        foreach (var (platform, provider) in providers)
        {
            services.AddHttpClient(BackchannelSetup.ClientName(platform)).ConfigurePrimaryHttpMessageHandler(() => provider);
        }

        _services = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Keys of all eight, as in the canned replies.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Providers:Weapp:AppId"] = Vectors.Weapp.AppId,
            ["Providers:Weapp:AppSecret"] = "weapp-secret",
            ["Providers:Wechat:AppId"] = "wx-web",
            ["Providers:Wechat:AppSecret"] = "wechat-secret",
            ["Providers:Wechat:RedirectUri"] = "https://login.example.com/",
            ["Providers:Inwechat:AppId"] = "wx-service",
            ["Providers:Inwechat:AppSecret"] = "inwechat-secret",
            ["Providers:Inwechat:RedirectUri"] = "https://login.example.com/",
            ["Providers:Qq:AppId"] = "1109",
            ["Providers:Qq:AppSecret"] = "qq-secret",
            ["Providers:Qq:RedirectUri"] = "https://login.example.com/",
            ["Providers:Tt:AppId"] = "tt-app",
            ["Providers:Tt:AppSecret"] = "tt-secret",
            ["Providers:Swan:AppId"] = Vectors.Swan.AppKey,
            ["Providers:Swan:AppSecret"] = "swan-secret",
            ["Providers:Alipay:AppId"] = "my-client-id",
            ["Providers:Alipay:PrivateKey"] = Vectors.Alipay.PrivateKey,
            ["Providers:Alipay:AlipayPublicKey"] = Vectors.Alipay.PublicKey,
            ["Providers:Alipay:RedirectUri"] = "https://login.example.com/",
            ["Providers:Google:ClientId"] = "client.apps.googleusercontent.com",
            ["Providers:Google:ClientSecret"] = "google-secret",
            ["Providers:Google:RedirectUri"] = "https://login.example.com/",
        };

    public static DateTimeOffset NewYear { get; } = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _services;

    /// <summary>One platform whose provider answers from its canned replies.</summary>
    public static ProviderHost Canned(string platform, DateTimeOffset? now = null, params (string Key, string? Value)[] settings) =>
        Of(platform, CannedReplies.Of(platform), now, settings);

    /// <summary>One platform with a provider of the test's own.</summary>
    public static ProviderHost Of(
        string platform,
        HttpMessageHandler provider,
        DateTimeOffset? now = null,
        params (string Key, string? Value)[] settings
    ) =>
        new(
            new Dictionary<string, HttpMessageHandler>(StringComparer.Ordinal) { [platform] = provider },
            now ?? NewYear,
            settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))
        );

    public ILoginProvider this[string platform] => _services.GetRequiredKeyedService<ILoginProvider>(platform);

    public Task<ProviderResult> LoginAsync(string platform, string code) => LoginAsync(platform, new ProviderCredential { Code = code });

    public Task<ProviderResult> LoginAsync(string platform, ProviderCredential login) =>
        this[platform].IdentifyAsync(login, CancellationToken.None);

    /// <summary>The authorize address of a redirect platform.</summary>
    public async Task<string> AuthorizeUrlAsync(string platform)
    {
        var result = await ((IRedirectProvider)this[platform]).AuthorizeUrlAsync(
            new AuthorizeRequest("st ate/1", "n-0S6_WzA2Mj", Vectors.Pkce.Challenge),
            CancellationToken.None
        );
        return result.Match(address => address.AbsoluteUri, refusal => refusal.Error.ToString());
    }

    public void Dispose() => _services.Dispose();

    /// <summary>A clock that stands, but lets the wait before a second try pass at once.</summary>
    private sealed class RetryClock(DateTimeOffset now) : FakeTimeProvider(now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == BackchannelSetup.RetryDelay)
            {
                Advance(dueTime);
            }

            return timer;
        }
    }
}

/// <summary>Protects nothing: what is stored can be looked at.</summary>
internal sealed class PlainProtector : ISecretProtector
{
    public string Protect(string purpose, string plain) => $"{purpose} {plain}";

    public string Unprotect(string purpose, string protectedText) => protectedText[(purpose.Length + 1)..];
}

/// <summary>The rows of access tokens, in memory and with their versions.</summary>
internal sealed class MemoryTokens : IProviderTokenRepository
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProviderToken> _rows = [];

    public Task<ProviderToken?> FindAsync(string app, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.GetValueOrDefault(app));
        }
    }

    public Task<bool> TryWriteAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if ((_rows.GetValueOrDefault(token.App)?.Version ?? 0) != token.Version)
            {
                return Task.FromResult(false);
            }

            _rows[token.App] = token with { Version = token.Version + 1 };
            return Task.FromResult(true);
        }
    }
}
