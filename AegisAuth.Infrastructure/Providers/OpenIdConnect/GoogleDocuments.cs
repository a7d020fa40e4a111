using System.Security.Cryptography;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>What the authority says about itself (OpenID Connect Discovery 1.0, section 3).</summary>
internal sealed record OpenIdConfiguration(string Issuer, Uri AuthorizationEndpoint, Uri TokenEndpoint, Uri JwksUri);

/// <summary>The authority's signing keys, by <c>kid</c> (RFC 7517).</summary>
internal sealed record SigningKeys(IReadOnlyDictionary<string, RSAParameters> ById);

/// <summary>The discovery document and the keys, both cached.</summary>
internal sealed class GoogleDocuments : IDisposable
{
    private const int LeastKeyBytes = 256;

    private static readonly TimeSpan LeastKeep = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsualKeep = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(1);

    private readonly BackchannelClient _backchannel;
    private readonly CachedDocument<OpenIdConfiguration> _configuration;
    private readonly CachedDocument<SigningKeys> _keys;

    public GoogleDocuments([FromKeyedServices] BackchannelClient backchannel, TimeProvider clock)
    {
        _backchannel = backchannel;
        _configuration = new CachedDocument<OpenIdConfiguration>(FetchConfigurationAsync, clock);
        _keys = new CachedDocument<SigningKeys>(FetchKeysAsync, clock);
    }

    /// <summary>The endpoints and the issuer of an authority, or null where they cannot be learnt.</summary>
    public Task<OpenIdConfiguration?> ConfigurationAsync(string authority, CancellationToken cancellationToken) =>
        _configuration.GetAsync(new Uri(authority.TrimEnd('/') + "/.well-known/openid-configuration"), refresh: false, cancellationToken);

    /// <summary>The keys, or null where they cannot be learnt.</summary>
    /// <param name="address">The <c>jwks_uri</c>.</param>
    /// <param name="refresh">A token named a key that the cached set lacks; honoured once a minute at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<SigningKeys?> KeysAsync(Uri address, bool refresh, CancellationToken cancellationToken) =>
        _keys.GetAsync(address, refresh, cancellationToken);

    public void Dispose()
    {
        _configuration.Dispose();
        _keys.Dispose();
    }

    private async Task<Fetched<OpenIdConfiguration>?> FetchConfigurationAsync(Uri address, CancellationToken cancellationToken)
    {
        var reply = await _backchannel.GetAsync(address, cancellationToken);
        return
            reply is { Status: 200 }
            && reply.IsObject(out var json, out _)
            && json.Text("issuer") is { } issuer
            && Endpoint(json, "authorization_endpoint") is { } authorization
            && Endpoint(json, "token_endpoint") is { } token
            && Endpoint(json, "jwks_uri") is { } jwks
            ? new Fetched<OpenIdConfiguration>(new(issuer, authorization, token, jwks), KeepFor(reply))
            : null;
    }

    private async Task<Fetched<SigningKeys>?> FetchKeysAsync(Uri address, CancellationToken cancellationToken)
    {
        var reply = await _backchannel.GetAsync(address, cancellationToken);
        if (reply is not { Status: 200 } || !reply.IsObject(out var json, out _))
        {
            return null;
        }

        var keys = new Dictionary<string, RSAParameters>(StringComparer.Ordinal);
        foreach (var key in json.Objects("keys"))
        {
            if (
                key.Text("kty") == "RSA"
                && key.Text("use") is null or "sig"
                && key.Text("alg") is null or "RS256"
                && key.Text("kid") is { } id
                && Base64Text.TryUrl(key.Text("n"), out var modulus)
                && modulus.Length >= LeastKeyBytes
                && Base64Text.TryUrl(key.Text("e"), out var exponent)
            )
            {
                keys.TryAdd(id, new RSAParameters { Modulus = modulus, Exponent = exponent });
            }
        }

        return keys.Count == 0 ? null : new Fetched<SigningKeys>(new(keys), KeepFor(reply));
    }

    // Wherever the document sends a client secret or a browser, it must be a place where secrets may go.
    private static Uri? Endpoint(LenientJson json, string name) =>
        Uri.TryCreate(json.Text(name), UriKind.Absolute, out var address) && Address.IsSafe(address) ? address : null;

    private static TimeSpan KeepFor(ProviderReply reply) =>
        TimeSpan.FromTicks(Math.Clamp((reply.MaxAge ?? UsualKeep).Ticks, LeastKeep.Ticks, LongestKeep.Ticks));
}
