using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>What this room brings.</summary>
internal static class LinkedAccountsServices
{
    /// <summary>Adds what a user links and unlinks.</summary>
    public static IServiceCollection AddLinkedAccounts(this IServiceCollection services)
    {
        services.AddScoped<ProviderPhoneNumber>();
        services.AddScoped<LinkedAccountService>();
        services.AddScoped<PasskeyService>();
        services.AddScoped<PasskeyGate>();
        services.AddScoped<ManagedPasskeys>();
        services.AddScoped<WaysIn>();
        return services;
    }
}
