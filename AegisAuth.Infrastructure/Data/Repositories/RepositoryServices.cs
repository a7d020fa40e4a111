using AegisAuth.Application.Account;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Events;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Importing;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Organisations;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Data.Repositories;

/// <summary>What this room brings: an adapter for each port of the application that is a table.</summary>
internal static class RepositoryServices
{
    /// <summary>Adds the repositories. They need <c>AddDatabase</c>.</summary>
    public static IServiceCollection AddRepositories(this IServiceCollection services)
    {
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<IDevelopmentMark, UserRepository>();
        services.AddScoped<ISessionRepository, SessionRepository>();
        services.AddScoped<ISessionVersionRepository, SessionVersionRepository>();
        services.AddScoped<IAuthenticatorRepository, AuthenticatorRepository>();
        services.AddScoped<IPasskeyRepository, PasskeyRepository>();
        services.AddScoped<ILoginAttemptRepository, LoginAttemptRepository>();
        services.AddScoped<IAuditLogWriter, AuditLogWriter>();
        services.AddScoped<IAuditLogReader, AuditLogReader>();
        services.AddScoped<IExpiredRowRepository, ExpiredRowRepository>();
        services.AddSingleton<IDatabaseSpace, DatabaseSpace>();
        services.AddScoped<IManagedUserRepository, ManagedUserRepository>();
        services.AddScoped<IOrganisations, OrganisationRepository>();
        services.AddScoped<IOneTimeCodeRepository, OneTimeCodeRepository>();
        services.AddScoped<IQueuedMailRepository, QueuedMailRepository>();
        services.AddScoped<IPhoneCodeRepository, PhoneCodeRepository>();
        services.AddScoped<IProviderTokenRepository, ProviderTokenRepository>();
        services.AddScoped<IAccountProfileRepository, AccountProfileRepository>();
        services.AddScoped<IClosingRepository, ClosingRepository>();
        services.AddScoped<IErasureRepository, ErasureRepository>();
        services.AddScoped<IAccountCopyRepository, AccountCopyRepository>();
        services.AddScoped<ICaptchaRepository, CaptchaRepository>();
        services.AddScoped<IAuthorizationStateRepository, AuthorizationStateRepository>();
        services.AddScoped<IExternalIdentityRepository, ExternalIdentityRepository>();
        services.AddScoped<IIdempotentAnswerRepository, IdempotentAnswerRepository>();
        services.AddScoped<IEventRepository, EventRepository>();
        services.AddScoped<IImportedUsers, ImportedUserRepository>();
        services.AddScoped<IExportedUsers, ExportedUserRepository>();
        services.AddTransient<IImportScratch, ImportScratch>();
        return services;
    }
}
