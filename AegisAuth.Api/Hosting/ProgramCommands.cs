using System.CommandLine;

namespace AegisAuth.Api.Hosting;

/// <summary>The table of commands: one row each, and nothing else to touch for another one.</summary>
internal static class ProgramCommands
{
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
        new(
            NewServer,
            async (_, line) =>
            {
                await NewResourceServer.PrintAsync(line.GetValue(NewServer)!, line.InvocationConfiguration.Output);
                return 0;
            }
        ),
    ];
}
