using AegisAuth.Application.Account;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Importing;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Organisations;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Infrastructure.CaptchaDrawing;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Infrastructure.Data.Repositories;
using AegisAuth.Infrastructure.KeyRing;
using AegisAuth.Infrastructure.Mail;
using AegisAuth.Infrastructure.Passkeys;
using AegisAuth.Infrastructure.PasswordHashing;
using AegisAuth.Infrastructure.Providers;
using AegisAuth.Infrastructure.Sms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure;

/// <summary>What the infrastructure layer brings.</summary>
public static class InfrastructureServices
{
    /// <summary>Adds the database, the password hasher and the encryption of stored secrets.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">Sections <c>Database</c>, <c>ConnectionStrings</c>, <c>PasswordHash</c>, <c>Encryption</c>.</param>
    /// <param name="contentRoot">The folder that a relative SQLite path begins at.</param>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services,
        IConfiguration configuration,
        string contentRoot
    ) =>
        services
            .AddDatabase(configuration, contentRoot)
            .AddSecurity(configuration)
            .AddMessages(configuration)
            .AddLoginProviders(configuration);

    private static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        TypeHandlers.Register();
        services
            .AddOptionsSection<DatabaseOptions>(configuration, "Database")
            .Configure(options => options.ConnectionString = ConnectionString(options.Provider, configuration, contentRoot))
            .Validate(
                options => options.ConnectionString.Length > 0,
                "ConnectionStrings:AegisAuth must be set with Database:Provider=PostgreSql and SqlServer."
            )
            .Validate(DatabaseOptions.HasForm, "ConnectionStrings:AegisAuth is no connection string of the engine in Database:Provider.");
        services.AddSingleton<Database>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>();
            return options.Value.Provider switch
            {
                DatabaseProvider.Sqlite => new SqliteDatabase(
                    options,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<SqliteDatabase>>()
                ),
                DatabaseProvider.PostgreSql => new PostgreSqlDatabase(options),
                DatabaseProvider.SqlServer => new SqlServerDatabase(options),
            };
        });
        services.AddScoped<SqlUnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<SqlUnitOfWork>());
        services.AddSingleton<IMigrator, Migrator>();
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
        services.AddScoped<ICaptchaRepository, CaptchaRepository>();
        services.AddScoped<IAuthorizationStateRepository, AuthorizationStateRepository>();
        services.AddScoped<IExternalIdentityRepository, ExternalIdentityRepository>();
        services.AddScoped<IIdempotentAnswerRepository, IdempotentAnswerRepository>();
        services.AddScoped<IImportedUsers, ImportedUserRepository>();
        services.AddScoped<IExportedUsers, ExportedUserRepository>();
        services.AddTransient<IImportScratch, ImportScratch>();
        return services;
    }

    private static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<PasswordHashOptions>(configuration, "PasswordHash");
        services.AddSingleton<HashMetrics>();
        services.AddSingleton<ICaptchaPicture, CaptchaPicture>();
        services.AddSingleton<IPasskeyProtocol, Fido2Passkeys>();
        services.AddSingleton<IPasswordHasher, Argon2PasswordHasher>();
        services.AddSingleton<IImportedHashes, ImportedHashes>();

        services
            .AddOptionsSection<EncryptionOptions>(configuration, "Encryption")
            .Validate(EncryptionOptions.IsValid, "Encryption:Key must be 32 bytes in base64.");
        services
            .AddDataProtection()
            .SetApplicationName("AegisAuth")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<Database, IOptions<EncryptionOptions>>(
                (ring, database, encryption) =>
                {
                    // Keys are made by KeyRotation, never in the middle of a request.
                    ring.AutoGenerateKeys = false;
                    ring.XmlRepository = new KeyRingRepository(database);
                    ring.XmlEncryptor = encryption.Value.KeyMaterial() is { } key ? new RingEncryptor(key) : null;
                }
            );
        services.AddSingleton<IMigrationFollowUp, KeyRotation>();
        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }

    private static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<SmtpOptions>(configuration, "Smtp");
        services.AddSingleton<IMessageSender, SmtpSender>();
        services.AddSingleton<MailDelivery>();
        services.AddTextMessages(configuration);
        return services.AddHostedService<MessageDelivery>();
    }

    private static string ConnectionString(DatabaseProvider provider, IConfiguration configuration, string contentRoot)
    {
        var given = configuration.GetConnectionString("AegisAuth") ?? "";
        if (provider != DatabaseProvider.Sqlite)
        {
            return given;
        }

        var sqlite = new SqliteConnectionStringBuilder(given.Length > 0 ? given : "Data Source=App_Data/aegisauth.db");
        sqlite.DataSource = Path.GetFullPath(sqlite.DataSource, contentRoot);
        Directory.CreateDirectory(Path.GetDirectoryName(sqlite.DataSource)!);
        return sqlite.ConnectionString;
    }
}
