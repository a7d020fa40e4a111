using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Infrastructure.Data.Repositories;
using AegisAuth.Infrastructure.Drawing;
using AegisAuth.Infrastructure.KeyRing;
using AegisAuth.Infrastructure.Mail;
using AegisAuth.Infrastructure.Operation;
using AegisAuth.Infrastructure.Passkeys;
using AegisAuth.Infrastructure.PasswordHashing;
using AegisAuth.Infrastructure.Providers;
using AegisAuth.Infrastructure.Sms;
using AegisAuth.Infrastructure.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure;

/// <summary>What the infrastructure layer brings.</summary>
public static class InfrastructureServices
{
    /// <summary>Adds every room of this layer.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">Each room reads its own sections and says which.</param>
    /// <param name="contentRoot">The folder that a relative SQLite path begins at.</param>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services,
        IConfiguration configuration,
        string contentRoot
    ) =>
        services
            .AddDatabase(configuration, contentRoot)
            .AddRepositories()
            .AddPasswordHashing(configuration)
            .AddKeyRing(configuration)
            .AddDrawing()
            .AddMail(configuration)
            .AddTextMessages(configuration)
            .AddWebhooks()
            .AddPasskeys()
            .AddLoginProviders(configuration)
            .AddOperation();
}
