using AegisAuth.Application.Account;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Registration;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application;

/// <summary>What the application layer brings.</summary>
public static class ApplicationServices
{
    /// <summary>Adds the services, their options and the validators.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<LoginOptions>(configuration, "Login");
        services.AddOptionsSection<ThrottleOptions>(configuration, "Throttle");
        services.AddOptionsSection<TokenOptions>(configuration, "Token");
        services.AddOptionsSection<SessionOptions>(configuration, "Sessions");
        services.AddOptionsSection<CaptchaOptions>(configuration, "Captcha");
        services.AddOptionsSection<DynamicSecretOptions>(configuration, "DynamicSecret");
        services
            .AddOptionsSection<BootstrapOptions>(configuration, "Bootstrap")
            .Validate<PasswordPolicy>((options, policy) => options.IsAcceptable(policy), BootstrapOptions.WeakPassword);
        services.AddOptionsSection<MessageOptions>(configuration, "Messages");
        services.AddOptionsSection<RegistrationOptions>(configuration, "Registration");
        services.AddOptionsSection<PasswordOptions>(configuration, PasswordOptions.Section);
        services.AddOptionsSection<ManagementOptions>(configuration, "Management");

        services.AddMetrics();
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<AttemptWaiters>();
        services.AddScoped<LoginThrottle>();
        services.AddScoped<EventLimits>();
        services.AddSingleton<PasswordPolicy>();
        services.AddScoped<PasswordUpdater>();
        services.AddScoped<InviterLookup>();
        services.AddSingleton<SessionCache>();
        services.AddScoped<SessionCacheInvalidator>();
        services.AddSingleton<LastSeenBuffer>();
        services.AddScoped<LastSeenWriter>();
        services.AddScoped<SessionService>();
        services.AddScoped<OwnSessionsService>();
        services.AddSingleton<DynamicSecret>();
        services.AddScoped<DynamicSecretService>();
        services.AddScoped<PasswordReauthentication>();
        services.AddScoped<SecondFactorVerifier>();
        services.AddScoped<TotpService>();
        services.AddScoped<OwnPasswordService>();
        services.AddScoped<AuditLog>();
        services.AddScoped<OneTimeCodeService>();
        services.AddSingleton<MessageQueue>();
        services.AddSingleton<MessageTexts>();
        services.AddScoped<AdminLoginService>();
        services.AddScoped<CaptchaCallers>();
        services.AddScoped<CaptchaService>();
        services.AddScoped<PasswordLogin>();
        services.AddScoped<SiteSignIn>();
        services.AddScoped<AuthorizationStates>();
        services.AddScoped<AuthorizationRedirects>();
        services.AddScoped<ExternalLoginVerifier>();
        services.AddScoped<AccountLinker>();
        services.AddScoped<Reauthentication>();
        services.AddScoped<LinkedAccountService>();
        services.AddScoped<ExternalLoginService>();
        services.AddScoped<IdempotentAnswers>();
        services.AddScoped<SiteLoginService>();
        services.AddScoped<MessageLimits>();
        services.AddScoped<RegistrationGate>();
        services.AddScoped<RegistrationService>();
        services.AddScoped<AccountProfileService>();
        services.AddScoped<SitePasswordService>();
        services.AddScoped<ContactVerification>();
        services.AddScoped<ForgottenPassword>();
        services.AddScoped<PasswordResetCompletion>();
        services.AddScoped<DevelopmentAccounts>();
        services.AddScoped<BootstrapAdmin>();
        services.AddManagement(configuration);

        services.AddAutoMapper(
            // Without a key it works and logs a warning about its licence; see README.
            mapper => mapper.LicenseKey = configuration["AutoMapper:LicenseKey"],
            typeof(ApplicationServices).Assembly
        );
        // Rules have no state; a validator of a request would be built anew for each.
        return services.AddValidatorsFromAssembly(typeof(ApplicationServices).Assembly, ServiceLifetime.Singleton);
    }

    private static void AddManagement(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Cursors>();
        services.AddOptionsSection<AuditOptions>(configuration, "Audit");
        services.AddScoped<AuditReader>();
        services.AddScoped<AuditVerification>();
        services.AddOptionsSection<MaintenanceOptions>(configuration, "Maintenance");
        services.AddScoped<AuditPruning>();
        services.AddScoped<ExpiredRowCleanup>();
        services.AddScoped<ManagementGate>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<ResetCodes>();
        services.AddScoped<UserCreation>();
        services.AddScoped<UserDirectory>();
        services.AddScoped<UserManagementService>();
    }
}
