using System.Reflection;

namespace AegisAuth.Api.Hosting;

/// <summary>Which version of the program this is: the one of <c>Directory.Build.props</c>.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
