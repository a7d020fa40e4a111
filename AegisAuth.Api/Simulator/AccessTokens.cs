using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>The access tokens all providers have handed out.</summary>
internal sealed class AccessTokens(TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly BoundedStore<Issued> _tokens = new(clock, capacity: 10_000);

    internal string Issue(Grant grant, TimeSpan lifetime)
    {
        var token = RandomNumberGenerator.GetHexString(48);
        _tokens.Put(token, new(grant, clock.GetUtcNow() + lifetime), lifetime + Remembered);
        return token;
    }

    internal (Freshness Freshness, Grant? Grant) Find(SimulatedApp app, string token)
    {
        if (_tokens.Find(token) is not { } issued || issued.Grant.App != app)
        {
            return (Freshness.Unknown, null);
        }

        return issued.Expires <= clock.GetUtcNow() ? (Freshness.Expired, null) : (Freshness.Fresh, issued.Grant);
    }

    private sealed record Issued(Grant Grant, DateTimeOffset Expires);
}
