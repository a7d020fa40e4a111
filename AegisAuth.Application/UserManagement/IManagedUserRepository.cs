using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.UserManagement;

/// <summary>Where administrators find and change accounts.</summary>
public interface IManagedUserRepository
{
    /// <summary>
    /// Holds the right to change roles and accounts until the transaction ends. Everybody else who asks for it waits,
    /// on every node: what is read after this call is still true when the change is committed. Two super admins who
    /// demote each other would otherwise both find the other one still there.
    /// </summary>
    Task LockAsync(CancellationToken cancellationToken);

    /// <summary>Holds one account until the transaction ends, where it exists: logins and password changes of it wait.</summary>
    Task LockAsync(AegisSpeedId id, CancellationToken cancellationToken);

    /// <summary>How many enabled super admins there are beside this one.</summary>
    Task<long> CountOtherSuperAdminsAsync(long id, CancellationToken cancellationToken);

    /// <summary>
    /// Enables or disables an account. One whose owner is closing it stays disabled either way: disabled, its owner cannot
    /// take the closing back; enabled, the owner can again.
    /// </summary>
    Task SetEnabledAsync(long id, bool enabled, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Sets role and organisation.</summary>
    Task SetRoleAsync(long id, AdminRole role, long? organisationId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Lets an account that has a password do nothing before it has another one.</summary>
    Task DemandPasswordAsync(long id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The first accounts behind <paramref name="after"/>, in this order.</summary>
    Task<IReadOnlyList<User>> ListAsync(UserFilter filter, UserSort sort, CursorKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many accounts pass the filter.</summary>
    Task<long> CountAsync(UserFilter filter, CancellationToken cancellationToken);
}

/// <summary>Which accounts a list shows.</summary>
/// <param name="OrganisationId">Only of this organisation.</param>
/// <param name="Role">Only with this role.</param>
/// <param name="Enabled">Only enabled, or only disabled ones.</param>
/// <param name="Text">Part of the user name or nickname, or the beginning of the id.</param>
public sealed record UserFilter(long? OrganisationId, AdminRole? Role, bool? Enabled, string? Text);

/// <summary>The orders of a list of accounts.</summary>
public enum UserSort
{
    /// <summary>Oldest first.</summary>
    Id,

    /// <summary>Newest first.</summary>
    IdDescending,

    /// <summary>By name.</summary>
    UserName,

    /// <summary>By name, from the end.</summary>
    UserNameDescending,

    /// <summary>Longest absent first; who has never logged in comes before all others.</summary>
    LastLogin,

    /// <summary>Last seen first.</summary>
    LastLoginDescending,
}
