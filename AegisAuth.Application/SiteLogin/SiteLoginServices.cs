using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.SiteLogin;

/// <summary>What this room brings.</summary>
internal static class SiteLoginServices
{
    /// <summary>Adds the site login.</summary>
    public static IServiceCollection AddSiteLogin(this IServiceCollection services)
    {
        services.AddScoped<PhoneLoginCodes>();
        services.AddScoped<PhoneLoginRules>();
        services.AddScoped<PhoneLogin>();
        services.AddScoped<NewPhoneUser>();
        services.AddScoped<PasskeyLogin>();
        services.AddScoped<PasswordLogin>();
        services.AddScoped<SiteSessionIssuer>();
        services.AddScoped<ExternalLoginService>();
        services.AddScoped<IdempotentAnswers>();
        services.AddScoped<SiteLoginService>();
        return services;
    }
}
