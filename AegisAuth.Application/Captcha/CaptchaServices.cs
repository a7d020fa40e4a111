using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Captcha;

/// <summary>What this room brings.</summary>
internal static class CaptchaServices
{
    /// <summary>Adds captchas.</summary>
    public static IServiceCollection AddCaptcha(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<CaptchaOptions>(configuration, "Captcha");
        services.AddScoped<CaptchaCallers>();
        services.AddScoped<CaptchaService>();
        return services;
    }
}
