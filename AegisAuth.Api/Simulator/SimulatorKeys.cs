using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// What the stand-in providers have registered about us. App ids are constants, for they are part of every
/// account's key; secrets and key pairs are drawn at each start, so there is none in the repository to leak. The
/// key pairs are one set for the process, because drawing them takes a noticeable part of a second.
/// </summary>
internal sealed class SimulatorKeys
{
    private readonly ConcurrentDictionary<SimulatedApp, string> _secrets = new();
    private readonly ConcurrentDictionary<(SimulatedApp App, string Person), string> _sessionKeys = new();

    /// <summary>Our pair at Alipay: the service signs with it, the simulator checks.</summary>
    internal static RsaKey AlipayMerchant { get; } = new();

    /// <summary>Alipay's own pair: the simulator signs with it, the service checks.</summary>
    internal static RsaKey AlipayPlatform { get; } = new();

    /// <summary>The pair behind Google's id_token.</summary>
    internal static RsaKey Google { get; } = new();

    internal static string GoogleKeyId { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    internal static string AppId(SimulatedApp app) =>
        app switch
        {
            SimulatedApp.QqMini => "simulated-qq-mini",
            SimulatedApp.QqConnect => "simulated-qq-connect",
            SimulatedApp.Weapp
            or SimulatedApp.Wechat
            or SimulatedApp.Inwechat
            or SimulatedApp.Tt
            or SimulatedApp.Swan
            or SimulatedApp.Alipay
            or SimulatedApp.Google => $"simulated-{app.Platform()}",
        };

    internal string Secret(SimulatedApp app) => _secrets.GetOrAdd(app, static _ => RandomNumberGenerator.GetHexString(32, lowercase: true));

    internal bool SecretIs(SimulatedApp app, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Secret(app)), Encoding.UTF8.GetBytes(secret));

    /// <summary>
    /// A mini program's session key for a person: base64 of 16 bytes, of 24 at Baidu. It outlives the code, as
    /// the real one does.
    /// </summary>
    internal string SessionKey(SimulatedApp app, Person person) =>
        _sessionKeys.GetOrAdd(
            (app, person.Id),
            static key => Convert.ToBase64String(RandomNumberGenerator.GetBytes(key.App == SimulatedApp.Swan ? 24 : 16))
        );

    /// <summary>The settings that point every provider at the simulator.</summary>
    /// <param name="baseAddress">Where the service itself listens, such as <c>http://localhost:5080</c>.</param>
    /// <param name="qqConnect">Whether <c>Providers:Qq:Mode</c> is <c>Connect</c>: that is another app at Tencent.</param>
    internal IEnumerable<KeyValuePair<string, string?>> SimulatorConfiguration(string baseAddress, bool qqConnect = false)
    {
        var home = baseAddress.TrimEnd('/');

        foreach (var app in new[] { SimulatedApp.Weapp, SimulatedApp.Tt, SimulatedApp.Swan })
        {
            yield return Setting(app, "AppId", AppId(app));
            yield return Setting(app, "AppSecret", Secret(app));
            yield return Setting(app, "BaseUrl", home + app.Folder());
        }

        var qq = qqConnect ? SimulatedApp.QqConnect : SimulatedApp.QqMini;
        foreach (
            var (app, authorize) in new[]
            {
                (SimulatedApp.Wechat, "/connect/qrconnect"),
                (SimulatedApp.Inwechat, "/connect/oauth2/authorize"),
                (qq, "/oauth2.0/authorize"),
            }
        )
        {
            yield return Setting(app, "AppId", AppId(app));
            yield return Setting(app, "AppSecret", Secret(app));
            yield return Setting(app, "BaseUrl", home + app.Folder());
            yield return Setting(app, "AuthorizeUrl", home + app.Folder() + authorize);
            yield return Setting(app, "RedirectUri", home + "/");
        }

        yield return Setting(SimulatedApp.Alipay, "AppId", AppId(SimulatedApp.Alipay));
        yield return Setting(SimulatedApp.Alipay, "PrivateKey", AlipayMerchant.PrivateKey);
        yield return Setting(SimulatedApp.Alipay, "AlipayPublicKey", AlipayPlatform.PublicKey);
        yield return Setting(SimulatedApp.Alipay, "BaseUrl", home + SimulatedApp.Alipay.Folder());
        yield return Setting(SimulatedApp.Alipay, "AuthorizeUrl", home + SimulatedApp.Alipay.Folder() + "/oauth2/publicAppAuthorize.htm");
        yield return Setting(SimulatedApp.Alipay, "RedirectUri", home + "/");

        yield return Setting(SimulatedApp.Google, "ClientId", AppId(SimulatedApp.Google));
        yield return Setting(SimulatedApp.Google, "ClientSecret", Secret(SimulatedApp.Google));
        yield return Setting(SimulatedApp.Google, "RedirectUri", home + "/");
        yield return Setting(SimulatedApp.Google, "Authority", home + SimulatedApp.Google.Folder());
    }

    /// <summary>The section of a platform: <c>Providers:Weapp</c>.</summary>
    internal static string Section(SimulatedApp app)
    {
        var platform = app.Platform();
        return $"Providers:{char.ToUpperInvariant(platform[0])}{platform[1..]}";
    }

    private static KeyValuePair<string, string?> Setting(SimulatedApp app, string name, string value) =>
        new($"{Section(app)}:{name}", value);
}
