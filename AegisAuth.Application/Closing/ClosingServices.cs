using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Closing;

/// <summary>What this room brings.</summary>
internal static class ClosingServices
{
    /// <summary>Adds closing, reopening, erasing and copying an account.</summary>
    public static IServiceCollection AddClosing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<ClosingOptions>(configuration, "Account");
        services.AddScoped<AccountClosing>();
        services.AddScoped<ClosingTransaction>();
        services.AddScoped<ReturningOwner>();
        services.AddScoped<AccountErasure>();
        services.AddScoped<ManagedErasure>();
        services.AddScoped<AccountCopyService>();
        return services;
    }
}
