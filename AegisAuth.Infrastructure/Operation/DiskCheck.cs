using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Whether the disk of the SQLite file has room. A server's disk cannot be seen from here.</summary>
internal sealed class DiskCheck(IOptions<DatabaseOptions> options) : IDoctorCheck
{
    private const long Mebibyte = 1024 * 1024;
    private const long Little = 1024 * Mebibyte;
    private const long TooLittle = 100 * Mebibyte;

    public string Name => "disk";

    public bool IsCheap => true;

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Look()]);

    private Finding Look()
    {
        if (options.Value.Provider != DatabaseProvider.Sqlite)
        {
            return Finding.Ok(Name, "The database server watches over its own disk.");
        }

        var folder = Path.GetDirectoryName(new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource)!;
        return Judge(new DriveInfo(folder).AvailableFreeSpace);
    }

    /// <summary>What so much room means.</summary>
    internal Finding Judge(long free)
    {
        var text = FormattableString.Invariant($"{free / Mebibyte:N0} MiB are free where the database lies.");
        const string ToDo = "Make room, or move the database; docs/operation.md, \"The disk is full\".";
        return free < TooLittle ? Finding.Fault(Name, text, ToDo)
            : free < Little ? Finding.Warn(Name, text, ToDo)
            : Finding.Ok(Name, text);
    }
}
