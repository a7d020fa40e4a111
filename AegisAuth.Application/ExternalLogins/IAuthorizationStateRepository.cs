namespace AegisAuth.Application.ExternalLogins;

/// <summary>Where the states of logins that have gone out to a provider's page are stored.</summary>
public interface IAuthorizationStateRepository
{
    /// <summary>Stores a new state. False when the same state is stored already.</summary>
    Task<bool> TryAddAsync(StoredState state, CancellationToken cancellationToken);

    /// <summary>
    /// Puts the state in the place of one with the same name that has expired, that a clock ahead has stored, or that belongs
    /// to the same browser. False when there is none.
    /// </summary>
    Task<bool> TryReplaceAsync(StoredState state, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The state with this hash, or null. Expired ones are for the caller to refuse.</summary>
    Task<StoredState?> FindAsync(byte[] stateHash, CancellationToken cancellationToken);

    /// <summary>
    /// Takes away exactly the state that was read, while it lives. False when it was taken, replaced or has expired
    /// meanwhile: of parallel logins with one state, one gets true.
    /// </summary>
    Task<bool> TryTakeAsync(StoredState state, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A state as it is stored.</summary>
public sealed record StoredState
{
    /// <summary>SHA-256 of the state, 32 bytes.</summary>
    public byte[] StateHash { get; init; } = [];

    /// <summary>The platform it was made for; worth nothing at another.</summary>
    public string Platform { get; init; } = "";

    /// <summary>SHA-256 of what the browser's cookie holds, 32 bytes.</summary>
    public byte[] BrowserHash { get; init; } = [];

    /// <summary>The PKCE verifier, encrypted.</summary>
    public string ProtectedVerifier { get; init; } = "";

    /// <summary>The nonce of the id_token. Goes through the browser and is no secret.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>From this moment on it is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
