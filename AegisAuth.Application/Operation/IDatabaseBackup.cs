using AegisAuth.Application.Audit;

namespace AegisAuth.Application.Operation;

/// <summary>Copies the database while the service runs.</summary>
public interface IDatabaseBackup
{
    /// <summary>Which tool of the engine makes the copy, in a sentence; null where this program does.</summary>
    string? Instead { get; }

    /// <summary>
    /// Writes a copy as of one moment, checks it, and puts it in its place. A copy that is not whole stays under the name
    /// that the report says, and what was at the place before is left alone.
    /// </summary>
    /// <param name="file">Where the copy goes; only its owner may read it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    Task<BackupReport> WriteAsync(string file, CancellationToken cancellationToken);
}

/// <summary>What came of a copy.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Fault">What the engine found wrong with the copy; null when it is whole.</param>
/// <param name="Audit">What its audit log says; null where its schema is of another version and only the engine has looked.</param>
/// <param name="ReadsAlone">Whether the key ring in it lies in the clear, so that the file alone is enough to read its secrets.</param>
public sealed record BackupReport(string File, long Bytes, string? Fault, AuditVerdict? Audit, bool ReadsAlone)
{
    /// <summary>Whether the copy can be relied on.</summary>
    public bool IsWhole => Fault is null && Audit?.BrokenAt is null;
}
