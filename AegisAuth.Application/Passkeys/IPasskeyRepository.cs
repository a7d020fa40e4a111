namespace AegisAuth.Application.Passkeys;

/// <summary>Where passkeys and the challenges for them are stored.</summary>
public interface IPasskeyRepository
{
    /// <summary>The passkeys of a user, the oldest first.</summary>
    Task<IReadOnlyList<Passkey>> ListAsync(long userId, CancellationToken cancellationToken);

    /// <summary>The passkey with this SHA-256 of its credential id; null where there is none.</summary>
    Task<Passkey?> FindAsync(byte[] credentialHash, CancellationToken cancellationToken);

    /// <summary>Stores one. False when the credential id is taken.</summary>
    Task<bool> TryAddAsync(Passkey passkey, CancellationToken cancellationToken);

    /// <summary>
    /// Notes a use. False when the passkey is gone, or a counter as high was stored already, on whatever node: then one of
    /// the two is a copy. Authenticators that always send 0 pass.
    /// </summary>
    Task<bool> TryUseAsync(Passkey passkey, long signCount, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a passkey of this user another name. False when it is none.</summary>
    Task<bool> TryRenameAsync(long userId, string id, string name, CancellationToken cancellationToken);

    /// <summary>Removes a passkey of this user. False when it is none.</summary>
    Task<bool> TryRemoveAsync(long userId, string id, CancellationToken cancellationToken);

    /// <summary>Removes all passkeys of this user.</summary>
    Task DeleteAllAsync(long userId, CancellationToken cancellationToken);

    /// <summary>Stores a challenge.</summary>
    Task AddChallengeAsync(PasskeyChallenge challenge, CancellationToken cancellationToken);

    /// <summary>The challenge with this hash; null where there is none.</summary>
    Task<PasskeyChallenge?> FindChallengeAsync(byte[] challengeHash, CancellationToken cancellationToken);

    /// <summary>Uses a challenge up. False when that has happened already or its time is over.</summary>
    Task<bool> TryTakeChallengeAsync(PasskeyChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A challenge that was given out: it works once, for five minutes, for one purpose in one session or browser.</summary>
public sealed record PasskeyChallenge
{
    /// <summary>SHA-256 of the challenge.</summary>
    public byte[] ChallengeHash { get; init; } = [];

    /// <summary>What it was given out for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>SHA-256 of the session's name, or of the browser's cookie.</summary>
    public byte[] BoundHash { get; init; } = [];

    /// <summary>The handle for a passkey to be made; empty where one is to be shown.</summary>
    public byte[] UserHandle { get; init; } = [];

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
