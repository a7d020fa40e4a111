using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Idempotency;
using AegisAuth.Application.Maintenance;
using AegisAuth.Application.Messages;
using AegisAuth.Application.OneTimeCodes;
using AegisAuth.Application.Options;
using AegisAuth.Application.OwnPassword;
using AegisAuth.Application.Paging;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Providers;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteAccount;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Telemetry;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application;

/// <summary>What the application layer brings.</summary>
public static class DependencyInjection
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
        services.AddSingleton<WaitingAttempts>();
        services.AddScoped<LoginGuard>();
        services.AddScoped<EventLimits>();
        services.AddSingleton<PasswordPolicy>();
        services.AddScoped<NewPasswords>();
        services.AddScoped<Inviters>();
        services.AddSingleton<SessionFreshness>();
        services.AddSingleton<SessionCache>();
        services.AddScoped<SessionWatch>();
        services.AddSingleton<LastSeen>();
        services.AddScoped<LastSeenWriter>();
        services.AddScoped<SessionService>();
        services.AddScoped<OwnSessionsService>();
        services.AddSingleton<DynamicSecret>();
        services.AddScoped<DynamicSecretService>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<CodeProof>();
        services.AddScoped<TotpService>();
        services.AddScoped<OwnPasswordService>();
        services.AddScoped<AuditLog>();
        services.AddScoped<AuditSealer>();
        services.AddSingleton<AuditSealingQueue>();
        services.AddScoped<OneTimeCodeService>();
        services.AddSingleton<WaitingMessages>();
        services.AddSingleton<MessageTexts>();
        services.AddScoped<AdminLoginService>();
        services.AddScoped<CaptchaCallers>();
        services.AddScoped<CaptchaService>();
        services.AddScoped<PasswordLogin>();
        services.AddScoped<SiteSignIn>();
        services.AddScoped<LoginStates>();
        services.AddScoped<LoginPages>();
        services.AddScoped<OutsideProof>();
        services.AddScoped<AccountLinker>();
        services.AddScoped<OwnerProof>();
        services.AddScoped<OwnLogins>();
        services.AddScoped<ProviderLoginService>();
        services.AddScoped<IdempotentAnswers>();
        services.AddScoped<SiteLoginService>();
        services.AddScoped<MessageLimits>();
        services.AddScoped<RegistrationGate>();
        services.AddScoped<RegistrationService>();
        services.AddScoped<OwnDetailService>();
        services.AddScoped<SitePasswordService>();
        services.AddScoped<ContactVerification>();
        services.AddScoped<ForgottenPassword>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<DevelopmentAccounts>();
        services.AddScoped<BootstrapAdmin>();
        services.AddManagement(configuration);

        services.AddAutoMapper(
            // Without a key it works and logs a warning about its licence; see README.
            mapper => mapper.LicenseKey = configuration["AutoMapper:LicenseKey"],
            typeof(DependencyInjection).Assembly
        );
        // Rules have no state; a validator of a request would be built anew for each.
        return services.AddValidatorsFromAssembly(typeof(DependencyInjection).Assembly, ServiceLifetime.Singleton);
    }

    private static void AddManagement(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Cursors>();
        services.AddOptionsSection<AuditOptions>(configuration, "Audit");
        services.AddScoped<AuditReader>();
        services.AddScoped<AuditVerification>();
        services.AddOptionsSection<MaintenanceOptions>(configuration, "Maintenance");
        services.AddScoped<AuditPruning>();
        services.AddScoped<Sweep>();
        services.AddScoped<ManagementGate>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<ResetCodes>();
        services.AddScoped<UserCreation>();
        services.AddScoped<UserDirectory>();
        services.AddScoped<UserManagement>();
    }
}
