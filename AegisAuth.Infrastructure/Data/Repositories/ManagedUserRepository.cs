using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ManagedUserRepository(SqlUnitOfWork db) : IManagedUserRepository
{
    private static readonly Sql<NoParameters> Lock = new("UPDATE sequences SET value = value + 1 WHERE name = 'management'");

    private static readonly Sql<OthersOfRole> CountOthers = new(
        "SELECT COUNT(*) FROM users WHERE role = @Role AND enabled = 1 AND id <> @Id"
    );

    private static readonly Sql<NewState> SetEnabled = new(
        """
        UPDATE users
        SET enabled = CASE WHEN closes_at IS NULL THEN @Enabled ELSE enabled END,
            closing_held = CASE WHEN closes_at IS NULL THEN closing_held WHEN @Enabled = 1 THEN 0 ELSE 1 END,
            updated_at = @At
        WHERE id = @Id AND erased_at IS NULL
        """
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<NewRole> SetRole = new(
        "UPDATE users SET role = @Role, organisation_id = @OrganisationId, updated_at = @At WHERE id = @Id AND erased_at IS NULL"
    )
    {
        Change = SessionChange.Access,
    };

    // Without a password there is nothing to change: the code that sets the first one asks for the length of the role.
    private static readonly Sql<Demand> DemandPassword = new(
        "UPDATE users SET must_change_password = 1, updated_at = @At WHERE id = @Id AND password_hash IS NOT NULL"
    )
    {
        Change = SessionChange.Access,
    };

    public async Task LockAsync(CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(Lock, NoParameters.None, cancellationToken) != 1)
        {
            throw new InvalidOperationException("The row 'management' is missing from the table sequences.");
        }
    }

    public Task LockAsync(AegisSpeedId id, CancellationToken cancellationToken) => UserLock.LockAsync(db, id, cancellationToken);

    public Task<long> CountOtherSuperAdminsAsync(long id, CancellationToken cancellationToken) =>
        db.FindAsync<long, OthersOfRole>(CountOthers, new OthersOfRole((int)AdminRole.SuperAdmin, id), cancellationToken);

    public Task SetEnabledAsync(long id, bool enabled, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExecuteAsync(SetEnabled, new NewState(id, enabled, at), cancellationToken);

    public Task SetRoleAsync(long id, AdminRole role, long? organisationId, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExecuteAsync(SetRole, new NewRole(id, (int)role, organisationId, at), cancellationToken);

    public Task DemandPasswordAsync(long id, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExecuteAsync(DemandPassword, new Demand(id, at), cancellationToken);

    public Task<IReadOnlyList<User>> ListAsync(
        UserFilter filter,
        UserSort sort,
        CursorKey? after,
        int limit,
        CancellationToken cancellationToken
    ) => db.ListAsync<User, UserPage>(UserListSql.Page(sort, filter), UserPage.Of(filter, sort, after, limit), cancellationToken);

    public Task<long> CountAsync(UserFilter filter, CancellationToken cancellationToken) =>
        db.FindAsync<long, UserFilterRow>(UserListSql.Count(filter), UserFilterRow.Of(filter), cancellationToken);

    private sealed record OthersOfRole(int Role, long Id);

    private sealed record NewState(long Id, bool Enabled, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record Demand(long Id, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record NewRole(long Id, int Role, long? OrganisationId, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }
}
