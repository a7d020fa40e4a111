namespace AegisAuth.Api.Hosting;

/// <summary>
/// Arguments that set configuration: <c>--Section:Key=value</c>, <c>--Section:Key value</c>, and the same for the keys of
/// ASP.NET Core's host and of OpenTelemetry that have no section, such as <c>--urls</c>. As with environment variables, whether anything reads
/// a key with a section is not checked.
/// </summary>
internal static class ConfigurationArguments
{
    private const string Prefix = "--";

    private static readonly HashSet<string> KeysWithoutSection = new(StringComparer.OrdinalIgnoreCase)
    {
        "ClosedEndpoints",
        WebHostDefaults.ApplicationKey,
        WebHostDefaults.CaptureStartupErrorsKey,
        WebHostDefaults.ContentRootKey,
        WebHostDefaults.DetailedErrorsKey,
        WebHostDefaults.EnvironmentKey,
        WebHostDefaults.HostingStartupAssembliesKey,
        WebHostDefaults.HostingStartupExcludeAssembliesKey,
        WebHostDefaults.HttpPortsKey,
        WebHostDefaults.HttpsPortsKey,
        WebHostDefaults.PreferHostingUrlsKey,
        WebHostDefaults.PreventHostingStartupKey,
        WebHostDefaults.ServerUrlsKey,
        WebHostDefaults.ShutdownTimeoutKey,
        WebHostDefaults.StartupAssemblyKey,
        WebHostDefaults.SuppressStatusMessagesKey,
        WebHostDefaults.WebRootKey,
    };

    /// <summary>The arguments for the configuration, each as <c>--key=value</c>, and the others, both in their order.</summary>
    /// <exception cref="StartupException">A key has no value.</exception>
    public static (string[] Settings, string[] Others) Split(IReadOnlyList<string> arguments)
    {
        var settings = new List<string>();
        var others = new List<string>();
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (!IsKey(argument))
            {
                others.Add(argument);
            }
            else if (argument.Contains('=', StringComparison.Ordinal))
            {
                settings.Add(argument);
            }
            else if (at + 1 < arguments.Count && !arguments[at + 1].StartsWith(Prefix, StringComparison.Ordinal))
            {
                settings.Add($"{argument}={arguments[++at]}");
            }
            else
            {
                throw new StartupException($"The argument {argument} needs a value.");
            }
        }

        return ([.. settings], [.. others]);
    }

    // --Throttle=: hosts that hand on a whole configuration, such as that of the tests, name its sections too. It sets nothing.
    private static bool IsEmptySection(string argument) =>
        argument.Length > Prefix.Length + 1
        && char.IsAsciiLetterUpper(argument[Prefix.Length])
        && argument.IndexOf('=') == argument.Length - 1;

    private static bool IsKey(string argument)
    {
        if (!argument.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var key = argument[Prefix.Length..].Split('=', 2)[0];
        return key.Contains(':', StringComparison.Ordinal)
            || key.StartsWith("OTEL_", StringComparison.Ordinal)
            || KeysWithoutSection.Contains(key)
            || IsEmptySection(argument);
    }
}
