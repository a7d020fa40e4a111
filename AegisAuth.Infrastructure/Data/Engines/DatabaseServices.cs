using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>What this room brings: the database of the configured engine.</summary>
internal static class DatabaseServices
{
    /// <summary>Adds the database, the unit of work and the migrations.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">Sections <c>Database</c> and <c>ConnectionStrings</c>.</param>
    /// <param name="contentRoot">The folder that a relative SQLite path begins at.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        TypeHandlers.Register();
        services
            .AddOptionsSection<DatabaseOptions>(configuration, "Database")
            .Configure(options => DatabasePlace.Fill(options, configuration, contentRoot))
            .Validate(
                options => options.Provider == DatabaseProvider.Sqlite || options.ConnectionString.Length > 0,
                "ConnectionStrings:AegisAuth must be set with Database:Provider=PostgreSql and SqlServer."
            )
            .Validate(
                options => options.Provider != DatabaseProvider.Sqlite || options.ConnectionString.Length > 0,
                "There is no folder for the data: set AEGISAUTH_DATA, or name the file in ConnectionStrings:AegisAuth."
            )
            .Validate(DatabaseOptions.HasForm, "ConnectionStrings:AegisAuth is no connection string of the engine in Database:Provider.");
        services.AddSingleton<Database>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>();
            return options.Value.Provider switch
            {
                DatabaseProvider.Sqlite => new SqliteDatabase(
                    options,
                    provider.GetRequiredService<DatabaseFile>(),
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
        services.AddSingleton<DatabaseFile>();
        return services;
    }
}
