using System.CommandLine;
using AegisAuth.Application.Importing;
using AegisAuth.Application.Operation;
using Spectre.Console;

namespace AegisAuth.Api.Hosting;

/// <summary>The table of commands: one row each, and nothing else to touch for another one.</summary>
internal static class ProgramCommands
{
    private static readonly Option<string> Import = File(
        "--import",
        "Bring users from a file of JSON lines, and exit: 2 where lines were refused."
    );
    private static readonly Option<string> Export = File("--export", "Write every user into a file of JSON lines, and exit.");
    private static readonly Option<string> Backup = File(
        "--backup",
        "Copy the SQLite database while the service runs, check the copy, and exit: 0 if it is whole, 2 if not."
    );
    private static readonly Option<bool> Doctor = new("--doctor")
    {
        Description = "Say whether this instance is fit for production, and exit: 0 if it is, 1 with warnings, 2 with faults.",
    };
    private static readonly Option<bool> AsJson = new("--json") { Description = "With --doctor: write JSON." };
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "With --import: say what would happen, and change nothing.",
    };
    private static readonly Option<bool> WithRoles = new("--with-roles")
    {
        Description = "With --import: give the roles that the file names.",
    };

    private static readonly Option<string> NewServer = new("--new-resource-server")
    {
        Description = "Draw the secret of a program that may ask about tokens, print it once, and exit.",
        HelpName = "NAME",
    };

    public static IReadOnlyList<ProgramCommand> All { get; } =
    [
        new(
            new Option<bool>("--migrate-only") { Description = "Apply the migrations, make the first accounts, and exit." },
            async (app, _) =>
            {
                await app.RunStartupTasksAsync();
                return 0;
            }
        ),
        new(
            new Option<bool>("--verify-audit") { Description = "Say whether the audit log is whole, and exit: 0 if it is, 2 if not." },
            (app, line) => app.VerifyAuditAsync(line.InvocationConfiguration.Output)
        ),
        new(Backup, (app, line) => BackupCommand.RunAsync(app, line.GetValue(Backup)!, line.InvocationConfiguration.Output)),
        new(Doctor, (app, line) => DoctorCommand.RunAsync(app, line.GetValue(AsJson), line.InvocationConfiguration.Output), AsJson)
        {
            // 1 would say that there are warnings only.
            CannotBegin = (int)FindingLevel.Fault,
        },
        new(
            Import,
            (app, line) =>
                Interruption.RunAsync(
                    line.InvocationConfiguration.Output,
                    "Started again with the same file, it goes on from there.",
                    cancellationToken =>
                        ImportCommand.RunAsync(
                            app,
                            line.GetValue(Import)!,
                            new ImportRequest(line.GetValue(DryRun), line.GetValue(WithRoles)),
                            AnsiConsole.Console,
                            cancellationToken
                        )
                ),
            DryRun,
            WithRoles
        ),
        new(
            Export,
            (app, line) =>
                Interruption.RunAsync(
                    line.InvocationConfiguration.Output,
                    "No file was written.",
                    cancellationToken => ExportCommand.RunAsync(app, line.GetValue(Export)!, AnsiConsole.Console, cancellationToken)
                )
        ),
        new(
            NewServer,
            async (_, line) =>
            {
                await NewResourceServer.PrintAsync(line.GetValue(NewServer)!, line.InvocationConfiguration.Output);
                return 0;
            }
        ),
    ];

    private static Option<string> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
