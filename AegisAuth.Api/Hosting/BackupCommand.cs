using AegisAuth.Application.Operation;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>What <c>--backup FILE</c> does: copies the database while the service runs, checks the copy, and ends.</summary>
internal static class BackupCommand
{
    private const int Whole = 0;
    private const int Broken = 2;

    /// <summary>The exit code: 0 for a copy that is whole, 2 for one that is not.</summary>
    /// <exception cref="StartupException">The engine has a tool of its own.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OptionsValidationException">An option has a wrong value.</exception>
    public static async Task<int> RunAsync(WebApplication app, string file, TextWriter output)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        CommandFile.RefuseDevice(file);
        var backup = app.Services.GetRequiredService<IDatabaseBackup>();
        if (backup.Instead is { } instead)
        {
            throw new StartupException(instead);
        }

        var report = await backup.WriteAsync(file, CancellationToken.None);
        if (!report.IsWhole)
        {
            await output.WriteLineAsync(
                $"The copy is not whole, and lies at {report.File}: {report.Fault ?? report.Audit!.Words} What was at {file} before is untouched."
            );
            return Broken;
        }

        await output.WriteLineAsync(FormattableString.Invariant($"Copied {report.Bytes:N0} bytes to {report.File}. Integrity: ok."));
        await output.WriteLineAsync(
            report.Audit?.Words
                ?? "The audit log was not verified: the schema is not that of this version. The version that runs can do it."
        );
        await output.WriteLineAsync(
            report.ReadsAlone
                ? "The key ring lies in the copy in the clear: keep it like the database itself."
                : "The key ring in the copy is encrypted: keep Encryption:Key too, apart from it."
        );
        return Whole;
    }
}
