using AegisAuth.Application.Audit;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>What <c>--verify-audit</c> does: walks the audit log, says what it found, and ends.</summary>
internal static class VerifyAudit
{
    private const int Whole = 0;
    private const int Broken = 2;

    /// <summary>The exit code: 0 for a log that is whole, 2 for one that is not. Changes nothing, not even the schema.</summary>
    /// <exception cref="StartupException">The schema is not that of this version.</exception>
    /// <exception cref="OptionsValidationException">An option has a wrong value.</exception>
    public static async Task<int> VerifyAuditAsync(this WebApplication app, TextWriter output)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.RequireSchema();

        await using var scope = app.Services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerification>().RunAsync(CancellationToken.None);
        await output.WriteLineAsync(verdict.Words);
        return verdict.BrokenAt is null ? Whole : Broken;
    }
}
