using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Configuration;

namespace AegisAuth.Application.Introspection;

/// <summary>
/// The programs of section <c>ResourceServers</c>: <c>{name}:SecretHashes</c> (a list of SHA-256 in hex, two at most) and
/// <c>{name}:Surfaces</c> (a list of <c>Site</c>, <c>Admin</c>; <c>Site</c> by default). Read once, at the start.
/// </summary>
public sealed class ResourceServers
{
    /// <summary>The section.</summary>
    public const string Section = "ResourceServers";

    /// <summary>The program that examples use, in Development only.</summary>
    public const string DemoName = "demo";

    /// <summary>Its secret, which is public.</summary>
    public const string DemoSecret = "demo-secret";

    private const int MaxSecrets = 2;
    private const int MaxName = 64;

    private readonly Dictionary<string, ResourceServer> _servers;

    private ResourceServers(IEnumerable<ResourceServer> servers) =>
        _servers = servers.ToDictionary(server => server.Name, StringComparer.Ordinal);

    /// <summary>Every program that is configured.</summary>
    public IReadOnlyCollection<ResourceServer> All => _servers.Values;

    /// <summary>Reads the section.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="withDemo">Whether <see cref="DemoName"/> exists: in Development only.</param>
    /// <exception cref="ConfigurationException">A value is wrong; the message names the key.</exception>
    public static ResourceServers Read(IConfiguration configuration, bool withDemo)
    {
        var servers = configuration.GetSection(Section).GetChildren().Select(Read).ToList();
        var demoHash = RandomSecret.Hash(DemoSecret);
        if (!withDemo && servers.Find(server => server.SecretHashes.Any(hash => hash.AsSpan().SequenceEqual(demoHash))) is { } shipped)
        {
            throw new ConfigurationException($"{Section}:{shipped.Name}:SecretHashes must not hold the secret of the examples.");
        }

        if (withDemo && servers.TrueForAll(server => server.Name != DemoName))
        {
            servers.Add(new ResourceServer(DemoName, [demoHash], Enum.GetValues<Surface>()));
        }

        return new ResourceServers(servers);
    }

    /// <summary>The program with this name and this secret; null when there is none. Compares in constant time.</summary>
    public ResourceServer? Find(string name, string secret)
    {
        var presented = RandomSecret.Hash(secret);
        // An unknown name is compared as often as a known one.
        var server = _servers.GetValueOrDefault(name);
        var known = server?.SecretHashes ?? [presented, presented];
        var isRight = false;
        foreach (var hash in known)
        {
            isRight |= CryptographicOperations.FixedTimeEquals(hash, presented);
        }

        return isRight ? server : null;
    }

    /// <summary>Looks whether a program may be called so.</summary>
    /// <exception cref="ConfigurationException">It may not.</exception>
    public static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ConfigurationException($"{Section} must name its programs with at most {MaxName} letters, digits, '-', '_' and '.'.");
        }
    }

    private static ResourceServer Read(IConfigurationSection section)
    {
        CheckName(section.Key);
        var hashes = section.GetSection("SecretHashes").GetChildren().Select(child => Hash(section.Key, child.Value)).ToList();
        if (hashes.Count is 0 or > MaxSecrets)
        {
            throw new ConfigurationException($"{Section}:{section.Key}:SecretHashes must list one secret, or two while it is changed.");
        }

        var surfaces = section
            .GetSection("Surfaces")
            .GetChildren()
            .Select(child => SurfaceOf(section.Key, child.Value))
            .Distinct()
            .ToList();
        return new ResourceServer(section.Key, hashes, surfaces.Count > 0 ? surfaces : [Surface.Site]);
    }

    private static byte[] Hash(string name, string? text) =>
        text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new ConfigurationException($"{Section}:{name}:SecretHashes must hold SHA-256 in hex, 64 digits each.");

    private static Surface SurfaceOf(string name, string? text) =>
        text switch
        {
            nameof(Surface.Site) => Surface.Site,
            nameof(Surface.Admin) => Surface.Admin,
            _ => throw new ConfigurationException($"{Section}:{name}:Surfaces must list Site, Admin or both."),
        };
}
