using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.AdminLogin;

/// <summary>What this room brings.</summary>
internal static class AdminLoginServices
{
    /// <summary>Adds the admin login and its first accounts.</summary>
    public static IServiceCollection AddAdminLogin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<LoginOptions>(configuration, "Login");
        services
            .AddOptionsSection<BootstrapOptions>(configuration, "Bootstrap")
            .Validate<PasswordPolicy>((options, policy) => options.IsAcceptable(policy), BootstrapOptions.WeakPassword);
        services.AddScoped<AdminLoginService>();
        services.AddScoped<DevelopmentAccounts>();
        services.AddScoped<BootstrapAdmin>();
        return services;
    }
}
