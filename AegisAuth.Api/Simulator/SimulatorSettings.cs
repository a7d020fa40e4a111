using AegisAuth.Api.Hosting;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// The lowest layer of the configuration: what a platform is given when the operator has given it no app id.
/// The address is a guess from <c>urls</c> until the server has started, for only then the port is known when
/// port 0 was asked for; a changed address is announced like any reloaded file, so options must be read through
/// <c>IOptionsMonitor</c>.
/// </summary>
internal sealed class SimulatorSettings(SimulatorKeys keys, TextKeys texts, ConfigurationManager configuration)
    : ConfigurationProvider,
        IConfigurationSource,
        IDemonstrationCodes
{
    private const string Prefix = "Providers:";
    private const string Switch = Prefix + "Simulate";
    private const string TextPrefix = "Sms:";
    private const string TextProvider = TextPrefix + "Provider";

    // What a gateway cannot be without: with one of them, it is the operator's.
    private static readonly string[] TextOwn = ["Sms:AccessKeyId", "Sms:SecretId", "Sms:Url"];

    private string _baseAddress = BaseAddress.Guess(configuration);

    /// <summary><c>Providers:Simulate</c>, true when nothing is said.</summary>
    internal bool Wanted => !bool.TryParse(Given(Switch), out var wanted) || wanted;

    /// <summary>Refuses what is neither yes nor no.</summary>
    /// <exception cref="StartupException">The value is no truth value.</exception>
    internal void Check()
    {
        if (Given(Switch) is { Length: > 0 } said && !bool.TryParse(said, out _))
        {
            throw new StartupException(Switch + " must be true or false.");
        }
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() =>
        Data = new Dictionary<string, string?>(
            keys.SimulatorConfiguration(
                    _baseAddress,
                    qqConnect: string.Equals(Given("Providers:Qq:Mode"), "Connect", StringComparison.OrdinalIgnoreCase)
                )
                .Concat(texts.Configuration(Given(TextProvider) ?? "", _baseAddress)),
            StringComparer.OrdinalIgnoreCase
        );

    public override bool TryGet(string key, out string? value)
    {
        value = null;
        return Supplies(key) && base.TryGet(key, out value);
    }

    // A key without a value would overwrite an option's default with null.
    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        parentPath is null || !Supplies(parentPath) ? earlierKeys : base.GetChildKeys(earlierKeys, parentPath);

    /// <summary>The server listens: from now on the settings name its real address, where there is one.</summary>
    internal void Announce(string? baseAddress)
    {
        _baseAddress = baseAddress ?? _baseAddress;
        Load();
        OnReload();
    }

    public bool HasFor(string platform) => Supplies(Prefix + platform);

    /// <summary>
    /// A platform is simulated wholly or not at all: half of the operator's keys and half of ours would send the
    /// operator's secret to the wrong place.
    /// </summary>
    private bool Supplies(string key)
    {
        if (key.StartsWith(TextPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Wanted && Array.TrueForAll(TextOwn, own => string.IsNullOrEmpty(Given(own)));
        }

        if (!key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Wanted
                && (key.Equals("Providers", StringComparison.OrdinalIgnoreCase) || key.Equals("Sms", StringComparison.OrdinalIgnoreCase));
        }

        var end = key.IndexOf(':', Prefix.Length);
        var section = end < 0 ? key : key[..end];
        return Wanted && string.IsNullOrEmpty(Given($"{section}:AppId")) && string.IsNullOrEmpty(Given($"{section}:ClientId"));
    }

    /// <summary>What the other layers say. Asked anew each time: a host may add layers after us.</summary>
    private string? Given(string key)
    {
        string? found = null;
        foreach (var layer in ((IConfigurationRoot)configuration).Providers)
        {
            if (!ReferenceEquals(layer, this) && layer.TryGet(key, out var value))
            {
                found = value;
            }
        }

        return found;
    }
}
