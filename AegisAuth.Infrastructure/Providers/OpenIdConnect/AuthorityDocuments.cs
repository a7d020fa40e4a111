using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>The documents of an authority, or our word for why they cannot be had.</summary>
/// <param name="Configuration">The discovery document with its keys; null on a failure.</param>
/// <param name="Fault"><c>discovery</c> or <c>jwks</c>; empty where there is none.</param>
internal sealed record AuthorityReading(OpenIdConnectConfiguration? Configuration, string Fault);

/// <summary>
/// The discovery document of an authority (OpenID Connect Discovery 1.0) and its keys (RFC 7517), read together over the
/// backchannel and kept as long as the shorter of the two says, five minutes at least and a day at most. While the
/// authority does not answer, the last ones go on serving for a day.
/// </summary>
/// <remarks>
/// Each reading is a <see cref="ConfigurationManager{T}"/> of its own, which fetches and parses. Its own renewal is not
/// used: it counts by the system's clock, and it runs behind the login that needs the new key.
/// </remarks>
internal sealed class AuthorityDocuments([FromKeyedServices] BackchannelClient backchannel, TimeProvider clock) : IDisposable
{
    /// <summary>The least time between two readings that an unknown key asks for.</summary>
    public static readonly TimeSpan RefreshFloor = TimeSpan.FromMinutes(1);

    /// <summary>The least time after a reading that failed: the logins that waited for it need not all wait again.</summary>
    public static readonly TimeSpan FailureFloor = TimeSpan.FromSeconds(10);

    private const string Discovery = "discovery";
    private const string Keys = "jwks";

    private static readonly TimeSpan LeastKeep = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsualKeep = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Entry? _entry;
    private Failure? _failed;

    /// <summary>The documents of an authority.</summary>
    /// <param name="authority">Its address; another address than before is another authority.</param>
    /// <param name="refresh">A token named a key that the documents lack; honoured once a minute at most.</param>
    /// <param name="cancellationToken">Ends the wait of this caller.</param>
    public async Task<AuthorityReading> GetAsync(string authority, bool refresh, CancellationToken cancellationToken)
    {
        if (Fresh(authority, refresh) is { } fresh)
        {
            return fresh;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            // Another login may have read them, or failed to, in the meantime.
            if (Fresh(authority, refresh) is { } meanwhile)
            {
                return meanwhile;
            }

            if (_failed is { } failed && failed.Authority == authority && clock.GetUtcNow() < failed.Until)
            {
                return Stale(authority) ?? new AuthorityReading(null, failed.Word);
            }

            return await ReadAsync(authority, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<AuthorityReading> ReadAsync(string authority, CancellationToken cancellationToken)
    {
        var documents = new Documents(backchannel);
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            authority.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            documents
        );
        var fault = "";
        try
        {
            var configuration = await manager.GetConfigurationAsync(cancellationToken);
            fault = FaultOf(configuration, authority);
            if (fault.Length == 0)
            {
                var now = clock.GetUtcNow();
                var reading = new AuthorityReading(configuration, "");
                _entry = new Entry(authority, reading, now, now + documents.KeepFor);
                return reading;
            }
        }
        catch (InvalidOperationException)
        {
            // The one exception of the manager: a document was not there, or not in its format.
            fault = documents.Last;
        }

        _failed = new Failure(authority, clock.GetUtcNow() + FailureFloor, fault);
        return Stale(authority) ?? new AuthorityReading(null, fault);
    }

    private AuthorityReading? Fresh(string authority, bool refresh)
    {
        var now = clock.GetUtcNow();
        return _entry is { } entry && entry.Authority == authority && now < entry.Until && (!refresh || now < entry.ReadAt + RefreshFloor)
            ? entry.Reading
            : null;
    }

    private AuthorityReading? Stale(string authority) =>
        _entry is { } entry && entry.Authority == authority && clock.GetUtcNow() < entry.ReadAt + LongestKeep ? entry.Reading : null;

    // Discovery 1.0, section 4.3: a document that names another issuer is not this authority's. Wherever it sends a client
    // secret or a browser, it must be a place where secrets may go.
    private static string FaultOf(OpenIdConnectConfiguration document, string authority)
    {
        if (
            document.Issuer?.TrimEnd('/') != authority.TrimEnd('/')
            || !IsSafe(document.AuthorizationEndpoint)
            || !IsSafe(document.TokenEndpoint)
            || !IsSafe(document.JwksUri)
        )
        {
            return Discovery;
        }

        return document.JsonWebKeySet is { Keys.Count: > 0 } ? "" : Keys;
    }

    private static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && Address.IsSafe(uri);

    private sealed record Entry(string Authority, AuthorityReading Reading, DateTimeOffset ReadAt, DateTimeOffset Until);

    private sealed record Failure(string Authority, DateTimeOffset Until, string Word);

    /// <summary>Fetches over the backchannel: its limits hold, redirects are not followed, no header of a caller goes along.</summary>
    private sealed class Documents(BackchannelClient backchannel) : IDocumentRetriever
    {
        /// <summary>Which document was asked for last.</summary>
        public string Last { get; private set; } = Discovery;

        /// <summary>How long all of them may be kept.</summary>
        public TimeSpan KeepFor { get; private set; } = LongestKeep;

        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (!IsSafe(address))
            {
                throw new IOException("The discovery document names a place where nothing may be asked.");
            }

            if (!address.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
            {
                Last = Keys;
            }

            var reply = await backchannel.GetAsync(new Uri(address), cancel);
            if (reply is not { Status: 200 })
            {
                throw new IOException("The authority does not give the document.");
            }

            var keep = TimeSpan.FromTicks(Math.Clamp((reply.MaxAge ?? UsualKeep).Ticks, LeastKeep.Ticks, LongestKeep.Ticks));
            KeepFor = keep < KeepFor ? keep : KeepFor;
            return reply.Body;
        }
    }
}
