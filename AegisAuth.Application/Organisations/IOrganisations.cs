namespace AegisAuth.Application.Organisations;

/// <summary>
/// Where organisations have their names. An organisation exists when it has a name or when an account is in it: numbers
/// that were in use before there were names go on, with an empty name.
/// </summary>
/// <remarks>A writer takes the right to change first (<c>IManagedUserRepository.LockAsync</c>): one writer at a time.</remarks>
public interface IOrganisations
{
    /// <summary>The first organisations with a number above <paramref name="after"/>, in the order of their numbers.</summary>
    /// <param name="only">Only this one; null: all.</param>
    /// <param name="after">The number before the first; 0 for the beginning.</param>
    /// <param name="limit">The most to bring.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Organisation>> ListAsync(long? only, long after, int limit, CancellationToken cancellationToken);

    /// <summary>A number that no organisation, no account and no line of the audit log has.</summary>
    Task<long> NextNumberAsync(CancellationToken cancellationToken);

    /// <summary>The organisation with this name; null where it is free.</summary>
    Task<long?> FindByNameAsync(string nameKey, CancellationToken cancellationToken);

    /// <summary>Gives an organisation its name, the first or another one.</summary>
    Task SetNameAsync(Organisation organisation, string nameKey, DateTimeOffset at, CancellationToken cancellationToken);
}
