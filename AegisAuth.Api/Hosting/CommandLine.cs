using System.CommandLine;

namespace AegisAuth.Api.Hosting;

/// <summary>What was typed after the name of the program.</summary>
/// <param name="Settings">The arguments for the configuration.</param>
/// <param name="Command">What to do instead of serving; null to serve.</param>
/// <param name="Line">Everything that was typed and is no configuration.</param>
internal sealed record CommandLine(string[] Settings, ProgramCommand? Command, ParseResult Line)
{
    private const string Description = """
        AegisAuth, a login service. Without a command it serves requests until it is stopped.

        Every key of the configuration is an argument too: --Section:Key=value, or --urls=http://localhost:5080.
        """;

    // No files of arguments and no bundles of letters: what is typed is what is meant.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Reads the arguments by the table of commands.</summary>
    /// <exception cref="StartupException">An argument is unknown, lacks its value, or does not go with another one.</exception>
    public static CommandLine Read(IReadOnlyList<string> arguments)
    {
        var (settings, others) = ConfigurationArguments.Split(arguments);
        var root = new RootCommand(Description);
        foreach (var option in ProgramCommands.All.SelectMany(command => command.With.Prepend(command.Option)).Distinct())
        {
            root.Options.Add(option);
        }

        var line = root.Parse(others, Parser);
        if (line.UnmatchedTokens is [var unknown, ..])
        {
            // Its name only: what follows may be a secret.
            throw new StartupException($"The argument {unknown.Split('=')[0]} is unknown; --help lists the arguments.");
        }

        if (line.Errors is [var fault, ..])
        {
            throw new StartupException(fault.Message);
        }

        var commands = ProgramCommands.All.Where(command => Has(line, command.Option)).ToList();
        if (commands.Count > 1)
        {
            throw new StartupException($"{commands[0].Option.Name} and {commands[1].Option.Name} do not go together.");
        }

        var command = commands.SingleOrDefault();
        if (
            ProgramCommands.All.SelectMany(other => other.With).FirstOrDefault(option => Has(line, option) && !Belongs(option, command)) is
            { } lost
        )
        {
            throw new StartupException($"{lost.Name} does not go without the command it belongs to; --help lists the arguments.");
        }

        return new CommandLine(settings, command, line);
    }

    /// <summary>Answers <c>--help</c> and <c>--version</c>: the exit code; null where neither is asked for.</summary>
    public int? Answer() => Line.Action is null ? null : Line.Invoke();

    /// <summary>Runs the command.</summary>
    public Task<int> RunAsync(WebApplication app) => Command!.RunAsync(app, Line);

    private static bool Has(ParseResult line, Option option) => line.GetResult(option) is { Implicit: false };

    private static bool Belongs(Option option, ProgramCommand? command) => command is not null && command.With.Contains(option);
}
