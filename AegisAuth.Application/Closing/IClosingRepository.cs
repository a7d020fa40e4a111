using AegisAuth.Domain;

namespace AegisAuth.Application.Closing;

/// <summary>Accounts whose owners are closing them. Each change is one conditional statement, and holds the user's row.</summary>
public interface IClosingRepository
{
    /// <summary>
    /// Disables an account and notes when it is erased. False, and nothing is done, when it is disabled already or has another
    /// role than <paramref name="role"/>.
    /// </summary>
    Task<bool> TryCloseAsync(long userId, AdminRole role, DateTimeOffset closesAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends every code that was sent to the user or handed out for the account.</summary>
    Task EndCodesAsync(long userId, CancellationToken cancellationToken);

    /// <summary>
    /// Enables an account again. False, and nothing is done, when its time has come, an administrator holds it, it is not
    /// being closed, or its password is another one than that of <paramref name="passwordVersion"/>.
    /// </summary>
    Task<bool> TryReopenAsync(long userId, long passwordVersion, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The first accounts whose time has come.</summary>
    Task<IReadOnlyList<User>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
