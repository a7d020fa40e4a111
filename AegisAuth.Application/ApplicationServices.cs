using AegisAuth.Application.Account;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.Events;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Importing;
using AegisAuth.Application.Introspection;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Operation;
using AegisAuth.Application.Organisations;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Registration;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.UserManagement;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application;

/// <summary>What the application layer brings: a list of its rooms.</summary>
public static class ApplicationServices
{
    /// <summary>Adds the services of every room, their options and the validators.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddCommon(configuration)
            .AddThrottling(configuration)
            .AddEvents(configuration)
            .AddAudit(configuration)
            .AddMessages(configuration)
            .AddCaptcha(configuration)
            .AddSessions(configuration)
            .AddPasswords(configuration)
            .AddPasskeys()
            .AddStepUp(configuration)
            .AddPhoneNumbers(configuration)
            .AddExternalLogins()
            .AddAdminLogin(configuration)
            .AddSiteLogin()
            .AddAccount()
            .AddClosing(configuration)
            .AddLinkedAccounts()
            .AddRegistration(configuration)
            .AddUserManagement()
            .AddOrganisations()
            .AddIntrospection()
            .AddImporting()
            .AddCleanup(configuration)
            .AddOperation()
            .AddMapping(configuration)
            // Rules have no state; a validator of a request would be built anew for each.
            .AddValidatorsFromAssembly(typeof(ApplicationServices).Assembly, ServiceLifetime.Singleton);

    // Without a key it works and logs a warning about its licence; see docs/configuration.md.
    private static IServiceCollection AddMapping(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAutoMapper(mapper => mapper.LicenseKey = configuration["AutoMapper:LicenseKey"], typeof(ApplicationServices).Assembly);
}
