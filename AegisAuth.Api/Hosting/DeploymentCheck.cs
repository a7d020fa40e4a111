using AegisAuth.Application.Introspection;
using AegisAuth.Application.Operation;

namespace AegisAuth.Api.Hosting;

/// <summary>How the program stands in its network: environment, address, https, proxies, and who may ask about tokens.</summary>
internal sealed class DeploymentCheck(IConfiguration configuration, IHostEnvironment environment) : IDoctorCheck
{
    private const string Proxies = "ForwardedHeaders:KnownProxies";
    private const string PublicUrl = "Site:PublicUrl";

    public string Name => "deployment";

    public bool IsCheap => true;

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([Environment(), Address(), Https(), KnownProxies(), .. ResourceServerSecrets()]);

    private Finding Environment() =>
        environment.IsDevelopment()
            ? Finding.Fault(
                "environment",
                "This is Development: accounts with a public password, a simulator that lets every caller in.",
                "Start with ASPNETCORE_ENVIRONMENT=Production."
            )
            : Finding.Ok("environment", environment.EnvironmentName);

    private Finding Address() =>
        configuration[PublicUrl] is { Length: > 0 } url
            ? Finding.Ok("public address", url)
            : Finding.Warn(
                "public address",
                "Site:PublicUrl is not set: links and the issuer of tokens go by the address that a request names.",
                "Set it to the address that users open, such as https://login.example.com."
            );

    // The program cannot see what a proxy in front of it speaks; it believes the address that users are told.
    private Finding Https() =>
        SpeaksTls() ? Finding.Ok("https", "The program speaks TLS itself.")
        : configuration[PublicUrl]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true
            ? Finding.Ok("https", "A proxy speaks TLS: Site:PublicUrl begins with https.")
        : Finding.Fault(
            "https",
            "Neither the program nor Site:PublicUrl speaks https: passwords and tokens travel in the clear.",
            "Put a proxy with TLS in front and set Site:PublicUrl, or give Kestrel a certificate; docs/operation.md, TLS."
        );

    private bool SpeaksTls() =>
        new[] { configuration["urls"], configuration["https_ports"] is { Length: > 0 } ? "https:" : null }
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]))
            .Any(url => url?.Contains("https:", StringComparison.OrdinalIgnoreCase) == true);

    private Finding KnownProxies()
    {
        var known = configuration.Networks(Proxies);
        if (known.Any(network => network.PrefixLength == 0))
        {
            return Finding.Fault(
                "proxies",
                $"{Proxies} believes the whole internet: each client may choose the address it is counted by.",
                "Name the addresses of your proxies only."
            );
        }

        return known.Count > 0 ? Finding.Ok("proxies", $"{known.Count} known.")
            : SpeaksTls() ? Finding.Ok("proxies", "None; the program stands in front itself.")
            : Finding.Warn(
                "proxies",
                $"{Proxies} is not set: behind a proxy all users share one address, and one guesser pauses them all.",
                "Name the address of the proxy, as this program sees it."
            );
    }

    private IEnumerable<Finding> ResourceServerSecrets()
    {
        var servers = ResourceServers.Read(configuration, withDemo: environment.IsDevelopment()).All;
        var changing = servers.Where(server => server.SecretHashes.Count > 1).Select(server => server.Name).ToList();
        return
        [
            servers.Count == 0 ? Finding.Ok("resource servers", "None is configured.")
            : changing.Count > 0
                ? Finding.Warn(
                    "resource servers",
                    $"An old secret still works for: {string.Join(", ", changing)}.",
                    "Take the old one out of ResourceServers:{name}:SecretHashes when the program uses the new one."
                )
            : Finding.Ok("resource servers", $"{servers.Count} configured, one secret each."),
        ];
    }
}
