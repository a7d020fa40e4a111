using AegisAuth.Application.Messages;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>Six digits that were sent to a phone, as they are stored.</summary>
public sealed class PhoneCode
{
    /// <summary>The key of the number that they were sent to.</summary>
    public string Contact { get; init; } = "";

    /// <summary>What they are for: the name of a <see cref="TextPurpose"/> in lower case.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Who asked; 0 where the caller was not signed in.</summary>
    public long UserId { get; init; }

    /// <summary>HMAC-SHA256 over purpose, number and digits, 32 bytes.</summary>
    public byte[] Mac { get; init; } = [];

    /// <summary>The key of the HMAC, encrypted by the key ring.</summary>
    public string ProtectedKey { get; init; } = "";

    /// <summary>From this moment on they are worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Where codes that go to phones are stored.</summary>
public interface IPhoneCodeRepository
{
    /// <summary>Stores a code in the place of the one before it. False when another node was faster.</summary>
    Task<bool> TryReplaceAsync(PhoneCode code, CancellationToken cancellationToken);

    /// <summary>The code for a number, a purpose and a user, or null. Expired ones are for the caller to refuse.</summary>
    Task<PhoneCode?> FindAsync(string contact, string purpose, long userId, CancellationToken cancellationToken);

    /// <summary>Takes exactly this code away. False when it was used or replaced meanwhile: of parallel uses one gets true.</summary>
    Task<bool> TryTakeAsync(PhoneCode code, CancellationToken cancellationToken);

    /// <summary>
    /// When the account was last seen, or its number proven, in unix milliseconds; null where neither is known.
    /// </summary>
    Task<long?> FindLastSignAsync(long userId, string contact, CancellationToken cancellationToken);
}
