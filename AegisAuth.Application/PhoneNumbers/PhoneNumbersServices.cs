using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>What this room brings.</summary>
internal static class PhoneNumbersServices
{
    /// <summary>Adds the six-digit codes: logins by them, and the proof of a number.</summary>
    public static IServiceCollection AddPhoneNumbers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<PhoneVerification>();
        services.AddOptionsSection<PhoneOptions>(configuration, "Phone");
        services.AddOptionsSection<TextLimitOptions>(configuration, "Sms");
        services.AddScoped<PhoneCodeService>();
        services.AddScoped<PhoneCodeLimits>();
        services.AddScoped<PhoneNumberOwner>();
        services.AddScoped<PhoneCodeSender>();
        return services;
    }
}
