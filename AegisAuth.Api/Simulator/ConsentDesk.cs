using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>An authorize request whose parameters the provider has found in order.</summary>
internal sealed record AuthorizeQuery(SimulatedApp App, string RedirectUri)
{
    internal string? State { get; init; }

    internal required string Scope { get; init; }

    internal string? Nonce { get; init; }

    /// <summary>BASE64URL(SHA256(verifier)) (RFC 7636).</summary>
    internal string? CodeChallenge { get; init; }
}

/// <summary>The authorize requests that wait for a person's yes or no: ten minutes, one answer each.</summary>
internal sealed class ConsentDesk(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly BoundedStore<AuthorizeQuery> _waiting = new(clock, capacity: 2_000);
    private readonly BoundedStore<Opened> _byChallenge = new(clock, capacity: 2_000);

    /// <summary>The ticket the consent form carries.</summary>
    internal string Open(AuthorizeQuery request)
    {
        var ticket = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _waiting.Put(ticket, request, Patience);
        if (request.CodeChallenge is { } challenge)
        {
            _byChallenge.Put(challenge, new(request, clock.GetUtcNow() + Patience), Patience);
        }

        return ticket;
    }

    internal AuthorizeQuery? Take(string ticket) => _waiting.Take(ticket);

    /// <summary>
    /// The request a verifier belongs to. A demonstration code has no authorize page behind it, but its login
    /// still began with an authorize address; that is where its nonce and its challenge come from.
    /// </summary>
    internal AuthorizeQuery? OpenedWith(string challenge) =>
        _byChallenge.Find(challenge) is { } opened && opened.Until > clock.GetUtcNow() ? opened.Request : null;

    private sealed record Opened(AuthorizeQuery Request, DateTimeOffset Until);
}
