using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ManagedUserRepository(SqlUnitOfWork db) : IManagedUserRepository
{
    private static readonly Sql<NoParameters> Lock = new("UPDATE sequences SET value = value + 1 WHERE name = 'management'");

    // Changes nothing, and makes everybody wait who wants to change the row.
    private static readonly Sql<ByAegisSpeedId> LockUser = new("UPDATE users SET enabled = enabled WHERE aegisspeed_id = @AegisSpeedId");

    private static readonly Sql<OthersOfRole> CountOthers = new(
        "SELECT COUNT(*) FROM users WHERE role = @Role AND enabled = 1 AND id <> @Id"
    );

    private static readonly Sql<NewState> SetEnabled = new("UPDATE users SET enabled = @Enabled, updated_at = @At WHERE id = @Id");

    private static readonly Sql<NewRole> SetRole = new(
        "UPDATE users SET role = @Role, organisation_id = @OrganisationId, updated_at = @At WHERE id = @Id"
    );

    public async Task LockAsync(CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(Lock, NoParameters.None, cancellationToken) != 1)
        {
            throw new InvalidOperationException("The row 'management' is missing from the table sequences.");
        }
    }

    public Task LockAsync(AegisSpeedId id, CancellationToken cancellationToken) =>
        db.ExecuteAsync(LockUser, new ByAegisSpeedId(id), cancellationToken);

    public Task<long> CountOtherSuperAdminsAsync(long id, CancellationToken cancellationToken) =>
        db.FindAsync<long, OthersOfRole>(CountOthers, new OthersOfRole((int)AdminRole.SuperAdmin, id), cancellationToken);

    public Task SetEnabledAsync(long id, bool enabled, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExecuteAsync(SetEnabled, new NewState(id, enabled, at), cancellationToken);

    public Task SetRoleAsync(long id, AdminRole role, long? organisationId, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExecuteAsync(SetRole, new NewRole(id, (int)role, organisationId, at), cancellationToken);

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

    private sealed record ByAegisSpeedId(AegisSpeedId AegisSpeedId);

    private sealed record NewState(long Id, bool Enabled, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record NewRole(long Id, int Role, long? OrganisationId, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }
}
