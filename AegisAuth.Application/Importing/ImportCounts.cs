namespace AegisAuth.Application.Importing;

/// <summary>How far an import has come.</summary>
public sealed record ImportCounts
{
    /// <summary>Lines that were looked at.</summary>
    public long Lines { get; init; }

    /// <summary>Accounts that were made; in a trial run, that would be made.</summary>
    public long Imported { get; init; }

    /// <summary>Lines whose account is there already.</summary>
    public long Skipped { get; init; }

    /// <summary>Lines that were refused.</summary>
    public long Refused { get; init; }

    /// <summary>Weak hashes that were wrapped.</summary>
    public long Wrapped { get; init; }

    /// <summary>Accounts that got another number, because the one in the file was not free.</summary>
    public long Renumbered { get; init; }

    /// <summary>Accounts whose inviter is neither in the file nor here.</summary>
    public long WithoutInviter { get; init; }

    /// <summary>Bytes of the file that were read.</summary>
    public long Bytes { get; init; }
}

/// <summary>What an import is told.</summary>
/// <param name="DryRun">Looks at every line and stores nothing.</param>
/// <param name="WithRoles">Takes roles; without it a line with a role is refused.</param>
public sealed record ImportRequest(bool DryRun, bool WithRoles);

/// <summary>A line that was refused.</summary>
/// <param name="Number">Where it stands.</param>
/// <param name="Reason">Why, in words that hold nothing of it.</param>
/// <param name="Text">The line; null where it was too long to be kept.</param>
public sealed record RefusedLine(long Number, string Reason, ReadOnlyMemory<byte>? Text)
{
    /// <summary>Keeps the person out of logs.</summary>
    public override string ToString() => $"line {Number}: {Reason}";
}

/// <summary>What an import comes to, told while it runs.</summary>
public interface IImportObserver
{
    /// <summary>A line was refused.</summary>
    void Refused(RefusedLine line);

    /// <summary>A batch is done and committed.</summary>
    void Advanced(ImportCounts counts);

    /// <summary>A member was found that is not read; told once for each name.</summary>
    void Unknown(string member);
}
