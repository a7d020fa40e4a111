namespace AegisAuth.Application.ExternalLogins;

/// <summary>A provider's access token, as all nodes share it.</summary>
public sealed record ProviderToken
{
    /// <summary>Whose: the platform and the app id.</summary>
    public string App { get; init; } = "";

    /// <summary>The token, encrypted by the key ring; empty before the first.</summary>
    public string ProtectedToken { get; init; } = "";

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Until then one node is asking for the next one.</summary>
    public DateTimeOffset LeaseUntil { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>0 for a token that is not stored yet; each write adds one.</summary>
    public long Version { get; init; }
}

/// <summary>Where access tokens of providers are stored.</summary>
public interface IProviderTokenRepository
{
    /// <summary>The token of an app, or null.</summary>
    Task<ProviderToken?> FindAsync(string app, CancellationToken cancellationToken);

    /// <summary>Stores over the version that was read, and raises it. False when another node was faster.</summary>
    Task<bool> TryWriteAsync(ProviderToken token, CancellationToken cancellationToken);
}
