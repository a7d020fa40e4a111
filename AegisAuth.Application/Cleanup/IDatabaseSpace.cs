namespace AegisAuth.Application.Cleanup;

/// <summary>The space that deleted rows have left in the database.</summary>
public interface IDatabaseSpace
{
    /// <summary>
    /// Returns at most so many free pages to the file system in one short write, and says how many those were. None on
    /// engines that look after their files themselves.
    /// </summary>
    Task<int> ReturnAsync(int pages, CancellationToken cancellationToken);
}
