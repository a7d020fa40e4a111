using AegisAuth.Api.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AegisAuth.Api.Simulator;

/// <summary>One vendor's side of the wire.</summary>
internal interface IVendor
{
    /// <summary>Answers under <c>/dev/simulator/…</c> with the vendor's own paths.</summary>
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>
/// The stand-in for all eight login providers, on the service's own port. Development only: everybody who can
/// reach it can log in as anybody it knows.
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

        services.AddSingleton<IVendor, MiniProgramDesk>();
        services.AddSingleton<IVendor, ConsentPages>();
        services.AddSingleton<IVendor, TencentMiniVendor>();
        services.AddSingleton<IVendor, WechatPhoneVendor>();
        services.TryAddSingleton<DevelopmentOutbox>();
        services.AddSingleton<TextDesk>();
        services.AddSingleton<IVendor, AliyunTextVendor>();
        services.AddSingleton<IVendor, TencentTextVendor>();
        services.AddSingleton<IVendor, HttpTextVendor>();
        services.AddSingleton<IVendor, WechatVendor>();
        services.AddSingleton<IVendor, QqConnectAuthorize>();
        services.AddSingleton<IVendor, QqConnectVendor>();
        services.AddSingleton<IVendor, TtVendor>();
        services.AddSingleton<IVendor, SwanVendor>();
        services.AddSingleton<IVendor, AlipayVendor>();
        services.AddSingleton<IVendor, GoogleDiscovery>();
        services.AddSingleton<IVendor, GoogleVendor>();
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
        foreach (var vendor in app.Services.GetServices<IVendor>())
        {
            vendor.Map(routes);
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
