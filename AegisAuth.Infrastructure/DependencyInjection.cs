using AegisAuth.Application;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Idempotency;
using AegisAuth.Application.Maintenance;
using AegisAuth.Application.Messages;
using AegisAuth.Application.OneTimeCodes;
using AegisAuth.Application.Options;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Providers;
using AegisAuth.Application.Security;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Infrastructure.Messages;
using AegisAuth.Infrastructure.Providers;
using AegisAuth.Infrastructure.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure;

/// <summary>What the infrastructure layer brings.</summary>
public static class DependencyInjection
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
                DatabaseProvider.Sqlite => new SqliteDatabase(options, provider.GetRequiredService<TimeProvider>()),
                DatabaseProvider.PostgreSql => new PostgreSqlDatabase(options),
                DatabaseProvider.SqlServer => new SqlServerDatabase(options),
            };
        });
        services.AddScoped<DbSession>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<DbSession>());
        services.AddSingleton<IMigrator, Migrator>();
        services.AddScoped<IUsers, UserRepository>();
        services.AddScoped<IDevelopmentMark, UserRepository>();
        services.AddScoped<ISessions, SessionRepository>();
        services.AddScoped<ISessionChanges, SessionChangeRepository>();
        services.AddScoped<IAuthenticators, AuthenticatorRepository>();
        services.AddScoped<ILoginAttempts, AttemptRepository>();
        services.AddScoped<IAuditEntries, AuditRepository>();
        services.AddScoped<IAuditTrail, AuditTrailRepository>();
        services.AddScoped<IExpiredRows, ExpiredRowsRepository>();
        services.AddScoped<IManagedUsers, ManagedUserRepository>();
        services.AddScoped<IOneTimeCodes, OneTimeCodeRepository>();
        services.AddScoped<IOwnDetails, OwnDetailRepository>();
        services.AddScoped<ICaptchas, CaptchaRepository>();
        services.AddScoped<ILoginStates, LoginStateRepository>();
        services.AddScoped<IExternalIdentities, ExternalIdentityRepository>();
        services.AddScoped<IIdempotentAnswers, IdempotentAnswerRepository>();
        return services;
    }

    private static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<PasswordHashOptions>(configuration, "PasswordHash");
        services.AddSingleton<HashMetrics>();
        services.AddSingleton<ICaptchaPicture, CaptchaPicture>();
        services.AddSingleton<IPasswordHasher, Argon2PasswordHasher>();

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
                    // Keys are made at start and never in the middle of a request: see KeyRotation.
                    ring.AutoGenerateKeys = false;
                    ring.XmlRepository = new KeyRing(database);
                    ring.XmlEncryptor = encryption.Value.KeyMaterial() is { } key ? new RingEncryptor(key) : null;
                }
            );
        services.AddSingleton<KeyRotation>();
        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }

    private static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<SmtpOptions>(configuration, "Smtp");
        services.AddSingleton<IMessageSender, SmtpSender>();
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
