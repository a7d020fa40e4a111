using AegisAuth.Application.Common;
using Microsoft.Data.Sqlite;
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
        return services;
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
