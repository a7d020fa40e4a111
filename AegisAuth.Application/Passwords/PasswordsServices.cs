using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Passwords;

/// <summary>What this room brings.</summary>
internal static class PasswordsServices
{
    /// <summary>Adds the rules of passwords and the ways to a new one.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ResetGate>();
        services.AddOptionsSection<PasswordOptions>(configuration, PasswordOptions.Section);
        services.AddOptionsSection<ManagementOptions>(configuration, "Management");
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<PasswordDemand>();
        services.AddSingleton<ISessionDemand>(provider => provider.GetRequiredService<PasswordDemand>());
        services.AddScoped<PasswordUpdater>();
        services.AddScoped<PasswordAuthenticator>();
        services.AddScoped<PasswordReauthentication>();
        services.AddScoped<OwnPasswordService>();
        services.AddScoped<SitePasswordService>();
        services.AddScoped<ForgottenPassword>();
        services.AddScoped<PasswordResetLetter>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<ResetCodes>();
        return services;
    }
}
