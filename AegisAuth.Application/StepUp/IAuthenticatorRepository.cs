namespace AegisAuth.Application.StepUp;

/// <summary>Where authenticator apps and their recovery codes are stored: at most one app for each user.</summary>
public interface IAuthenticatorRepository
{
    /// <summary>The app of this user, confirmed or not; null where there is none.</summary>
    Task<Authenticator?> FindAsync(long userId, CancellationToken cancellationToken);

    /// <summary>Stores a new app in the place of one that was never confirmed. False when a confirmed one is there.</summary>
    Task<bool> TryEnrollAsync(Authenticator fresh, CancellationToken cancellationToken);

    /// <summary>
    /// Uses up the codes of this step and all before it. False when that has happened already, on whatever node, or the
    /// app is another one by now: then the code is worth nothing.
    /// </summary>
    Task<bool> TryUseStepAsync(Authenticator app, long step, CancellationToken cancellationToken);

    /// <summary>Makes this app the one that counts, with these hashes of recovery codes. False when it is another one by now.</summary>
    Task<bool> TryConfirmAsync(Authenticator app, IReadOnlyList<byte[]> recoveryHashes, CancellationToken cancellationToken);

    /// <summary>Uses up one recovery code of this user. False when it is none, or was used.</summary>
    Task<bool> TryUseRecoveryCodeAsync(long userId, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Removes the app of this user and all its recovery codes.</summary>
    Task DeleteAsync(long userId, CancellationToken cancellationToken);
}

/// <summary>An authenticator app.</summary>
public sealed class Authenticator
{
    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>The key in Base64, encrypted.</summary>
    public string ProtectedKey { get; init; } = "";

    /// <summary>False until its owner has shown a code of it: it counts for nothing.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The last step whose code was used, or <see cref="Totp.NoStep"/>.</summary>
    public long LastStep { get; init; } = Totp.NoStep;

    /// <summary>When it was enrolled.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
