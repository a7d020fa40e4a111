namespace AegisAuth.Application.Sessions;

/// <summary>What all nodes tell each other of changed sessions.</summary>
public interface ISessionVersionRepository
{
    /// <summary>
    /// A number for each group of users, in the order of the groups. It grows in the transaction that changes what a
    /// request learns of a session of that group: equal numbers mean that none of them was committed in between.
    /// </summary>
    Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellationToken);
}
