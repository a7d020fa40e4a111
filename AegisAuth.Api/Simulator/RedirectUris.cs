namespace AegisAuth.Api.Simulator;

/// <summary>The callbacks registered with the providers: whatever the service itself is configured to use.</summary>
internal sealed class RedirectUris(IConfiguration configuration)
{
    /// <summary>The address must be the registered one, byte for byte.</summary>
    internal bool IsExactly(SimulatedApp app, string redirectUri) =>
        redirectUri.Length > 0 && string.Equals(redirectUri, Registered(app), StringComparison.Ordinal);

    /// <summary>The host must be the registered one; the path is free (WeChat and QQ register a domain).</summary>
    internal bool IsOnDomain(SimulatedApp app, string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var asked)
        && (asked.Scheme == Uri.UriSchemeHttps || asked.Scheme == Uri.UriSchemeHttp)
        && Uri.TryCreate(Registered(app), UriKind.Absolute, out var registered)
        && string.Equals(asked.Host, registered.Host, StringComparison.OrdinalIgnoreCase);

    private string? Registered(SimulatedApp app) => configuration[$"{SimulatorKeys.Section(app)}:RedirectUri"];
}
