using AegisAuth.Domain;

namespace AegisAuth.Application.Closing;

/// <summary>Takes away what is stored about a user.</summary>
public interface IErasureRepository
{
    /// <summary>
    /// Empties the user's row, which stays as a number. False, and nothing is done, when it was erased already, or, where
    /// <paramref name="dueBy"/> is given, when its time had not come by then. Holds the row until the transaction ends.
    /// </summary>
    Task<bool> TryEmptyAsync(User user, DateTimeOffset? dueBy, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every row that belongs to the user, and address and user agent in the user's own lines of the audit log. May
    /// be repeated.
    /// </summary>
    Task DeleteRowsAsync(User user, CancellationToken cancellationToken);

    /// <summary>The first accounts behind a number that were erased at this moment or later.</summary>
    Task<IReadOnlyList<User>> ListErasedAsync(DateTimeOffset since, long after, int limit, CancellationToken cancellationToken);
}
