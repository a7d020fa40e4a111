using AegisAuth.Application.Common;

namespace AegisAuth.Api.Hosting;

/// <summary>What a command asks that reads the database without bringing it up to date.</summary>
internal static class RequiredSchema
{
    /// <exception cref="StartupException">The schema is older or newer than this version.</exception>
    public static void RequireSchema(this WebApplication app)
    {
        var migrator = app.Services.GetRequiredService<IMigrator>();
        if (migrator.IsEmpty() || !migrator.IsUpToDate())
        {
            throw new StartupException(
                "ConnectionStrings:AegisAuth names a database that is not migrated: start the service once, or with --migrate-only."
            );
        }

        if (migrator.FindNewer() is { } newer)
        {
            throw new StartupException(MigrationException.NewerVersion(newer));
        }
    }
}
