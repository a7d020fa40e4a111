using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ExternalIdentityRepository(SqlUnitOfWork db) : IExternalIdentityRepository
{
    private const string Columns =
        "provider, app_id, subject, id, is_alias, user_id, union_family, union_id, display_name, created_at, last_login_at";

    private static readonly Sql<BySubject> FindBySubject = new(
        $"SELECT {Columns} FROM external_identities WHERE provider = @Provider AND app_id = @AppId AND subject = @Subject"
    );

    internal static readonly Sql<ExternalIdentity> Insert = new(
        $"""
        INSERT INTO external_identities ({Columns})
        VALUES (
            @Provider, @AppId, @Subject, @Id, @IsAlias, @UserId, @UnionFamily, @UnionId, @DisplayName, @CreatedAt,
            @LastLoginAt)
        """
    );

    private static readonly Sql<ExternalIdentity> Update = new(
        """
        UPDATE external_identities
        SET display_name = @DisplayName, last_login_at = @LastLoginAt, union_family = @UnionFamily, union_id = @UnionId
        WHERE user_id = @UserId AND id = @Id
        """
    );

    private static readonly Sql<Union> FindUnion = new("SELECT user_id FROM union_identities WHERE family = @Family AND union_id = @Value");

    internal static readonly Sql<OwnedUnion> InsertUnion = new(
        "INSERT INTO union_identities (family, union_id, user_id) VALUES (@Family, @Value, @UserId)"
    );

    private static readonly Sql<ByContact> FindContact = new("SELECT user_id FROM verified_contacts WHERE contact_key = @ContactKey");

    private static readonly Sql<ByUser> ListByUser = new(
        $"SELECT {Columns} FROM external_identities WHERE user_id = @UserId AND is_alias = 0 ORDER BY created_at, id"
    );

    private static readonly Sql<ExternalIdentity> Delete = new("DELETE FROM external_identities WHERE user_id = @UserId AND id = @Id");

    private static readonly Sql<OwnedUnion> DeleteUnion = new(
        """
        DELETE FROM union_identities
        WHERE family = @Family AND union_id = @Value AND user_id = @UserId
          AND NOT EXISTS (
              SELECT 1 FROM external_identities e
              WHERE e.user_id = @UserId AND e.union_family = @Family AND e.union_id = @Value)
        """
    );

    public Task<ExternalIdentity?> FindAsync(string provider, string appId, string subject, CancellationToken cancellationToken) =>
        db.FindAsync<ExternalIdentity, BySubject>(FindBySubject, new BySubject(provider, appId, subject), cancellationToken);

    public Task<bool> TryAddAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        db.ExpectInsertAsync(Insert, identity, cancellationToken);

    public Task TouchAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        db.DeferAsync(Update, identity, cancellationToken);

    public Task<long?> FindUnionAsync(UnionId union, CancellationToken cancellationToken) =>
        db.FindAsync<long?, Union>(FindUnion, new Union(union.Family, union.Value), cancellationToken);

    public Task<bool> TryAddUnionAsync(UnionId union, long userId, CancellationToken cancellationToken) =>
        db.ExpectInsertAsync(InsertUnion, new OwnedUnion(union.Family, union.Value, userId), cancellationToken);

    public Task<long?> FindByVerifiedContactAsync(string contactKey, CancellationToken cancellationToken) =>
        db.FindAsync<long?, ByContact>(FindContact, new ByContact(contactKey), cancellationToken);

    public Task<bool> TryLockUserAsync(long userId, CancellationToken cancellationToken) =>
        UserLock.LockAsync(db, userId, cancellationToken);

    public Task<IReadOnlyList<ExternalIdentity>> ListAsync(long userId, CancellationToken cancellationToken) =>
        db.ListAsync<ExternalIdentity, ByUser>(ListByUser, new ByUser(userId), cancellationToken);

    public async Task<bool> TryRemoveAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(Delete, identity, cancellationToken) == 0)
        {
            return false;
        }

        if (identity is { UnionFamily: { } family, UnionId: { } union })
        {
            await db.ExecuteAsync(DeleteUnion, new OwnedUnion(family, union, identity.UserId), cancellationToken);
        }

        return true;
    }

    private sealed record BySubject(string Provider, string AppId, string Subject);

    private sealed record Union(string Family, string Value);

    internal sealed record OwnedUnion(string Family, string Value, long UserId);

    private sealed record ByContact(string ContactKey);

    private sealed record ByUser(long UserId);
}
