using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;
using AegisAuth.Api.Pages;
using AegisAuth.Api.Site;
using AegisAuth.Application;
using AegisAuth.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Support;

/// <summary>What the program does with its configuration before it touches the database or opens its port.</summary>
internal static class StartCheck
{
    /// <summary>Checks all options, as the start does.</summary>
    public static void Validate(string environment, params (string Key, string Value)[] settings)
    {
        using var provider = Services(environment, settings);
        provider.GetRequiredService<IStartupValidator>().Validate();
        provider.GetRequiredService<ClosedEndpoints>();
        provider.GetRequiredService<SiteOrigins>();
        provider.GetRequiredService<CookieDomain>();
    }

    /// <summary>The sentence with which the start stops; null where it goes on.</summary>
    public static string? Sentence(string environment, params (string Key, string Value)[] settings)
    {
        try
        {
            Validate(environment, settings);
            return null;
        }
        catch (Exception e) when (StartupException.Explain(e) is { } sentence)
        {
            return sentence;
        }
    }

    /// <summary>The services of the program with these settings and no others.</summary>
    public static ServiceProvider Services(string environment, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddApplication(builder.Configuration);
        builder.Services.AddInfrastructure(builder.Configuration, Path.GetTempPath());
        builder.AddPublicAddress();
        builder.Services.AddTrustedProxies(builder.Configuration);
        builder.AddServiceMetrics();
        builder.CheckAdminPage();
        builder.Services.AddApi();
        builder.Services.AddSiteSurface();
        return builder.Services.BuildServiceProvider();
    }
}
