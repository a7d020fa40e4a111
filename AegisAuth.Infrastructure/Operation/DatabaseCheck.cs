using System.Data.Common;
using AegisAuth.Application.Common;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Data;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Whether the schema is that of this version, and the clock of the database that of this machine.</summary>
internal sealed class DatabaseCheck(Database database, IMigrator migrator, SqlUnitOfWork db, TimeProvider time) : IDoctorCheck
{
    private static readonly Sql<NoParameters> NewestEntry = new("SELECT MAX(at) FROM audit_entries");

    public string Name => "database";

    public bool IsCheap => false;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(cancellationToken);
        }
        catch (MigrationException e)
        {
            return [Finding.Fault(Name, e.Message, "docs/operation.md, Data.")];
        }
        catch (DbException e)
        {
            return
            [
                Finding.Fault(
                    Name,
                    $"The database on {database.Provider} does not answer: {e.Message.ReplaceLineEndings("\n").Split('\n')[0]}",
                    "Look at ConnectionStrings:AegisAuth (or AEGISAUTH_DATA), and whether the server runs; a first start makes a SQLite file."
                ),
            ];
        }
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        migrator.FindNewer() is { } newer
            ? [Finding.Fault("migrations", MigrationException.NewerVersion(newer), "docs/operation.md, Upgrade.")]
        : migrator.IsUpToDate()
            ? [Finding.Ok("migrations", $"The schema on {database.Provider} is that of this version."), await ClockAsync(cancellationToken)]
        :
        [
            Finding.Fault(
                "migrations",
                $"The schema on {database.Provider} is not that of this version.",
                "Make a backup, then run the program once with --migrate-only."
            ),
        ];

    private async Task<Finding> ClockAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await database.ClockAsync(cancellationToken) is { } server && (server - now).Duration() > ClockSkew.Tolerated)
        {
            return Finding.Fault(
                "clock",
                FormattableString.Invariant(
                    $"The clock of the database server is {(server - now).TotalSeconds:N0} seconds off this machine's."
                ),
                "Run a time service (chrony, systemd-timesyncd) on both."
            );
        }

        var newest = await db.FindAsync<DateTimeOffset?, NoParameters>(NewestEntry, NoParameters.None, cancellationToken);
        return newest > now + ClockSkew.Tolerated
            ? Finding.Fault(
                "clock",
                $"The newest audit entry was written in the future, at {newest:O}.",
                "Look whether this machine's clock is right; run a time service on every node."
            )
            : Finding.Ok("clock", "The clock agrees with what the database holds.");
    }
}
