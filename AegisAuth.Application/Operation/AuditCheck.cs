using AegisAuth.Application.Audit;

namespace AegisAuth.Application.Operation;

/// <summary>Whether the audit log is whole.</summary>
public sealed class AuditCheck(AuditVerification verification) : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "audit log";

    /// <inheritdoc/>
    public bool IsCheap => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var verdict = await verification.RunAsync(cancellationToken);
        return
        [
            verdict.BrokenAt is null
                ? Finding.Ok(Name, verdict.Words)
                : Finding.Fault(Name, verdict.Words, "Keep the database as it is, and read docs/operation.md, \"The chain is broken\"."),
        ];
    }
}
