using System.CommandLine;

namespace AegisAuth.Api.Hosting;

/// <summary>Something that the program does instead of serving requests.</summary>
/// <param name="Option">The argument that asks for it, with its value where it has one.</param>
/// <param name="RunAsync">Does it, with the services of the program and everything that was typed. The exit code.</param>
/// <param name="With">Further arguments that belong to it and mean nothing without it.</param>
internal sealed record ProgramCommand(Option Option, Func<WebApplication, ParseResult, Task<int>> RunAsync, params Option[] With)
{
    /// <summary>The exit code where the program cannot even begin, such as for a setting that is wrong.</summary>
    public int CannotBegin { get; init; } = 1;
}
