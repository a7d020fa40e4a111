namespace AegisAuth.Application.SiteLogin;

/// <summary>Where first answers are kept for clients that lost them.</summary>
public interface IIdempotentAnswerRepository
{
    /// <summary>Takes the key for a request that begins now, over one that has expired, or that a clock ahead has written. False when the key is taken.</summary>
    Task<bool> TryTakeAsync(StoredAnswer begun, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What is stored under the key, or null. Expired ones are for the caller to overlook.</summary>
    Task<StoredAnswer?> FindAsync(byte[] keyHash, CancellationToken cancellationToken);

    /// <summary>Keeps the answer of the request that took the key, until <paramref name="expiresAt"/>; nothing happens when it has lost the key.</summary>
    Task KeepAsync(StoredAnswer begun, string protectedAnswer, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Frees the key of a request that has no answer to keep; nothing happens when it has lost the key.</summary>
    Task FreeAsync(StoredAnswer begun, CancellationToken cancellationToken);
}

/// <summary>A key as it is stored.</summary>
public sealed record StoredAnswer
{
    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public byte[] KeyHash { get; init; } = [];

    /// <summary>SHA-256 over the request and the client, 32 bytes.</summary>
    public byte[] RequestHash { get; init; } = [];

    /// <summary>The answer, encrypted; null while the first request runs.</summary>
    public string? ProtectedAnswer { get; init; }

    /// <summary>From this moment on the key is free again, whatever became of the request.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
