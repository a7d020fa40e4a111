using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>What a code or a token stands for: a person has agreed to this.</summary>
internal sealed record Grant(SimulatedApp App, Person Person)
{
    internal string Scope { get; init; } = "";

    /// <summary>The redirect URI the code was sent to; the token request must name the same one.</summary>
    internal string? RedirectUri { get; init; }

    internal string? Nonce { get; init; }

    internal string? CodeChallenge { get; init; }
}

internal enum Freshness
{
    Fresh,
    Unknown,
    Used,
    Expired,
}

/// <summary>The codes all providers have handed out. Each works once, for its own app, for its own time.</summary>
internal sealed class OneTimeCodes(TimeProvider clock)
{
    // Used and expired codes are remembered this much longer, to be named as what they are.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly BoundedStore<Issued> _codes = new(clock, capacity: 10_000);

    internal int Count => _codes.Count;

    internal string Issue(Grant grant)
    {
        var code = NewCode(grant.App);
        var lifetime = LifetimeOf(grant.App);
        _codes.Put(code, new(grant, clock.GetUtcNow() + lifetime), lifetime + Remembered);
        return code;
    }

    /// <summary>Uses the code up. A code of another app is unknown here, and stays fresh there.</summary>
    internal (Freshness Freshness, Grant? Grant) Redeem(SimulatedApp app, string code)
    {
        if (Person.OfDemoCode(app, code) is { } person)
        {
            return (Freshness.Fresh, new(app, person) { Scope = FullScopeOf(app) });
        }

        if (_codes.Find(code) is not { } issued || issued.Grant.App != app)
        {
            return (Freshness.Unknown, null);
        }

        if (!issued.TryUse())
        {
            return (Freshness.Used, null);
        }

        return issued.Expires <= clock.GetUtcNow() ? (Freshness.Expired, null) : (Freshness.Fresh, issued.Grant);
    }

    /// <summary>The scope of a code that no authorize page stands behind.</summary>
    internal static string FullScopeOf(SimulatedApp app) =>
        app switch
        {
            SimulatedApp.Wechat => "snsapi_login",
            SimulatedApp.Inwechat => "snsapi_userinfo",
            SimulatedApp.QqConnect => "get_user_info",
            SimulatedApp.Alipay => "auth_user",
            SimulatedApp.Google => "openid email profile",
            SimulatedApp.Weapp or SimulatedApp.QqMini or SimulatedApp.Tt or SimulatedApp.Swan => "",
        };

    /// <summary>As the providers document; where they do not, the shortest that is told of them.</summary>
    private static TimeSpan LifetimeOf(SimulatedApp app) =>
        app switch
        {
            SimulatedApp.Weapp or SimulatedApp.QqMini or SimulatedApp.Tt or SimulatedApp.Inwechat => TimeSpan.FromMinutes(5),
            SimulatedApp.Alipay => TimeSpan.FromMinutes(3),
            SimulatedApp.Wechat or SimulatedApp.QqConnect or SimulatedApp.Swan or SimulatedApp.Google => TimeSpan.FromMinutes(10),
        };

    // Google's codes hold a slash and Baidu's may hold an at sign: who does not encode them is found out here.
    private static string NewCode(SimulatedApp app) =>
        app switch
        {
            SimulatedApp.Google => "4/0A" + RandomNumberGenerator.GetHexString(40, lowercase: true),
            SimulatedApp.Swan => RandomNumberGenerator.GetHexString(40, lowercase: true) + "@simulator",
            SimulatedApp.QqConnect or SimulatedApp.Alipay => RandomNumberGenerator.GetHexString(32),
            SimulatedApp.Weapp or SimulatedApp.Wechat or SimulatedApp.Inwechat or SimulatedApp.QqMini or SimulatedApp.Tt => "0"
                + RandomNumberGenerator.GetHexString(31, lowercase: true),
        };

    private sealed class Issued(Grant grant, DateTimeOffset expires)
    {
        private int _used;

        internal Grant Grant { get; } = grant;

        internal DateTimeOffset Expires { get; } = expires;

        internal bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
    }
}
