using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Operation;

/// <summary>Says whether this instance is fit for production: every check, one after the other.</summary>
public sealed class Doctor(IEnumerable<IDoctorCheck> checks, ILogger<Doctor> logger)
{
    /// <summary>What the checks have found, in the order in which they were added.</summary>
    /// <param name="cheapOnly">Whether only those are made that cost next to nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(bool cheapOnly, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var check in checks.Where(check => check.IsCheap || !cheapOnly))
        {
            findings.AddRange(await RunAsync(check, cancellationToken));
        }

        return findings;
    }

    /// <summary>The worst of them.</summary>
    public static FindingLevel Worst(IEnumerable<Finding> findings) => findings.Select(finding => finding.Level).DefaultIfEmpty().Max();

    private async Task<IReadOnlyList<Finding>> RunAsync(IDoctorCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One check that cannot be made must not hide the others.
            logger.LogDebug(e, "The check {Check} could not be made", check.Name);
            return
            [
                Finding.Fault(check.Name, $"could not be checked ({e.GetType().Name})", "Mend what the other lines name, and ask again."),
            ];
        }
    }
}
