using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Passkeys;

/// <summary>What this room brings.</summary>
internal static class PasskeysServices
{
    /// <summary>Adds the checking of passkeys.</summary>
    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<PasskeyChallenges>();
        services.AddScoped<PasskeyVerifier>();
        return services;
    }
}
