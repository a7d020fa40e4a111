using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Alipay;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Providers.Baidu;
using AegisAuth.Infrastructure.Providers.ByteDance;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;
using AegisAuth.Infrastructure.Providers.Tencent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>
/// The table of external login services. A ninth is a line here, a file beside this one, and its test with its
/// canned replies.
/// </summary>
internal static class ProviderRegistration
{
    private static readonly Row[] Table =
    [
        Row.Of<WeappLogin, AppOptions>("weapp", "Providers:Weapp"),
        Row.Of<WechatLogin, AppOptions>("wechat", "Providers:Wechat"),
        Row.Of<WechatLogin, AppOptions>("inwechat", "Providers:Inwechat"),
        Row.Of<QqLogin, QqOptions>("qq", "Providers:Qq"),
        Row.Of<AlipayLogin, AlipayOptions>("alipay", "Providers:Alipay"),
        Row.Of<TtLogin, AppOptions>("tt", "Providers:Tt"),
        Row.Of<SwanLogin, AppOptions>("swan", "Providers:Swan"),
        Row.Of<OpenIdConnectLogin, OpenIdConnectOptions>(
            "google",
            "Providers:Google",
            options => options.Authority = "https://accounts.google.com"
        ),
    ];

    /// <summary>The names of the table, in its order.</summary>
    public static IEnumerable<string> Platforms => Table.Select(row => row.Platform);

    /// <summary>Adds every provider, keyed by its platform, and <see cref="LoginProviders"/> over them.</summary>
    public static IServiceCollection AddLoginProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOpenIdConnect("google");
        services.AddKeyedSingleton<StableToken>("weapp");
        services.AddKeyedSingleton<WechatPhone>("weapp");
        foreach (var row in Table)
        {
            services.AddBackchannel(row.Platform, configuration);
            row.Add(services, configuration);
        }

        services.TryAddSingleton(provider => new LoginProviders(
            Platforms.Select(platform => provider.GetRequiredKeyedService<ILoginProvider>(platform))
        ));
        return services;
    }

    private sealed record Row(string Platform, Action<IServiceCollection, IConfiguration> Add)
    {
        public static Row Of<TLogin, TOptions>(string platform, string section, Action<TOptions>? defaults = null)
            where TLogin : class, ILoginProvider
            where TOptions : ProviderOptions, new() =>
            new(
                platform,
                (services, configuration) =>
                {
                    services.AddKeyedSingleton<ILoginProvider, TLogin>(platform);
                    services.AddSingleton<IValidateOptions<TOptions>>(new OptionsCheck<TOptions>(platform, section));
                    services
                        .AddOptionsWithValidateOnStart<TOptions>(platform)
                        .Configure(options => defaults?.Invoke(options))
                        .Configure(_ => SettingForms.Check<TOptions>(configuration.GetSection(section)))
                        .Bind(configuration.GetSection(section));
                }
            );
    }

    /// <summary>Stops the start with every fault of one platform's options.</summary>
    private sealed class OptionsCheck<TOptions>(string platform, string section) : IValidateOptions<TOptions>
        where TOptions : ProviderOptions
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            if (name != platform)
            {
                return ValidateOptionsResult.Skip;
            }

            var faults = options.Faults(section).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
