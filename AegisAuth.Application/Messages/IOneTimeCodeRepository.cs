namespace AegisAuth.Application.Messages;

/// <summary>Where codes that were sent to a person are stored.</summary>
public interface IOneTimeCodeRepository
{
    /// <summary>Stores a new code.</summary>
    Task AddAsync(OneTimeCode code, CancellationToken cancellationToken);

    /// <summary>The code with this hash, or null. Expired ones are for the caller to refuse.</summary>
    Task<OneTimeCode?> FindAsync(byte[] codeHash, CancellationToken cancellationToken);

    /// <summary>Takes the code away. False when another request was faster: of parallel uses one gets true.</summary>
    Task<bool> TryTakeAsync(byte[] codeHash, CancellationToken cancellationToken);

    /// <summary>Takes away every code of a user for one purpose.</summary>
    Task DeleteAsync(long userId, string purpose, CancellationToken cancellationToken);
}
