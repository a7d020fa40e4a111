using AegisAuth.Api.Outbox;
using AegisAuth.Application.ExternalLogins;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AegisAuth.Api.Simulator;

/// <summary>One provider's side of the wire.</summary>
internal interface ISimulatedProvider
{
    /// <summary>Answers under <c>/dev/simulator/…</c> with the provider's own paths.</summary>
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>
/// The stand-in for all eight login providers, on the service's own port. Development only: every person who can
/// reach it can log in as each account it knows.
/// </summary>
internal static class SimulatorSetup
{
    /// <summary>Adds the simulator, and its settings for every platform without keys of its own.</summary>
    /// <exception cref="InvalidOperationException">The environment is not Development.</exception>
    internal static IServiceCollection AddSimulator(
        this IServiceCollection services,
        ConfigurationManager configuration,
        IHostEnvironment environment
    )
    {
        RefuseOutsideDevelopment(environment);

        var keys = new SimulatorKeys();
        var texts = new TextKeys();
        var settings = new SimulatorSettings(keys, texts, configuration);
        configuration.Sources.Insert(0, settings);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(keys);
        services.AddSingleton(settings);
        services.AddSingleton<IDemonstrationCodes>(settings);
        services.AddSingleton(texts);
        services.AddSingleton<PhoneTapCodes>();
        services.AddHostedService<BaseAddressPublisher>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ConsentDesk>();
        services.AddSingleton<RedirectUris>();
        services.AddSingleton<GoogleAuthorize>();
        services.AddSingleton<GoogleIdToken>();
        services.AddSingleton<UserDataSealer>();

        services.AddSingleton<ISimulatedProvider, MiniProgramDesk>();
        services.AddSingleton<ISimulatedProvider, ConsentPages>();
        services.AddSingleton<ISimulatedProvider, SimulatedTencentMini>();
        services.AddSingleton<ISimulatedProvider, WechatPhoneVendor>();
        services.TryAddSingleton<DevelopmentOutbox>();
        services.AddSingleton<TextDesk>();
        services.AddSingleton<ISimulatedProvider, AliyunTextVendor>();
        services.AddSingleton<ISimulatedProvider, TencentTextVendor>();
        services.AddSingleton<ISimulatedProvider, HttpTextVendor>();
        services.AddSingleton<ISimulatedProvider, SimulatedWechat>();
        services.AddSingleton<ISimulatedProvider, QqConnectAuthorize>();
        services.AddSingleton<ISimulatedProvider, SimulatedQqConnect>();
        services.AddSingleton<ISimulatedProvider, SimulatedTt>();
        services.AddSingleton<ISimulatedProvider, SimulatedSwan>();
        services.AddSingleton<ISimulatedProvider, SimulatedAlipay>();
        services.AddSingleton<ISimulatedProvider, GoogleDiscovery>();
        services.AddSingleton<ISimulatedProvider, SimulatedGoogle>();
        return services;
    }

    /// <summary>
    /// Opens <c>/dev/simulator</c>, unless <c>Providers:Simulate</c> is false. Call it after the service's own
    /// middleware.
    /// </summary>
    /// <exception cref="InvalidOperationException">The environment is not Development.</exception>
    internal static WebApplication MapSimulator(this WebApplication app)
    {
        RefuseOutsideDevelopment(app.Environment);

        var settings = app.Services.GetRequiredService<SimulatorSettings>();
        settings.Check();
        if (!settings.Wanted)
        {
            return app;
        }

        app.UseMiddleware<PresumedBrowser>();
        var routes = app.MapGroup(SimulatedApps.Root).ExcludeFromDescription().AllowAnonymous();
        foreach (var provider in app.Services.GetServices<ISimulatedProvider>())
        {
            provider.Map(routes);
        }

        return app;
    }

    private static void RefuseOutsideDevelopment(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"The provider simulator refuses to exist in the environment '{environment.EnvironmentName}': "
                    + "through it everybody can log in as anybody. Remove Providers:Simulate, or run in Development."
            );
        }
    }
}
