using AegisAuth.Application.Importing;
using Spectre.Console;

namespace AegisAuth.Api.Hosting;

/// <summary>The commands that bring users and take them along, as they stand on the command line.</summary>
internal static class DataCommands
{
    private const string Import = "--import";
    private const string Export = "--export";
    private const string DryRun = "--dry-run";
    private const string WithRoles = "--with-roles";

    /// <summary>The arguments without these commands: what is left is configuration.</summary>
    public static IEnumerable<string> Without(IReadOnlyList<string> args) =>
        args.Where((arg, i) => arg is not (Import or Export or DryRun or WithRoles) && (i == 0 || args[i - 1] is not (Import or Export)));

    /// <summary>Runs the command that is asked for; null where none is.</summary>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        var request = new ImportRequest(args.Contains(DryRun), args.Contains(WithRoles));
        if (File(args, Import) is { } source)
        {
            return await ImportCommand.RunAsync(app, source, request, AnsiConsole.Console);
        }

        return File(args, Export) is { } target ? await ExportCommand.RunAsync(app, target, AnsiConsole.Console) : null;
    }

    private static string? File(string[] args, string command)
    {
        var at = Array.IndexOf(args, command);
        return at < 0 ? null
            : at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[at + 1]
            : throw new StartupException($"{command} needs the name of a file.");
    }
}
