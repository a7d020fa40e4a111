using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Account;

/// <summary>What this room brings.</summary>
internal static class AccountServices
{
    /// <summary>Adds a user's own profile and contacts.</summary>
    public static IServiceCollection AddAccount(this IServiceCollection services)
    {
        services.AddScoped<InviterLookup>();
        services.AddScoped<AccountProfileService>();
        services.AddScoped<ContactVerification>();
        services.AddScoped<ContactLetter>();
        services.AddScoped<ContactProof>();
        return services;
    }
}
