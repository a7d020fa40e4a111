using AegisAuth.Application.Importing;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data;

internal sealed class ImportedUserRepository(DbSession db) : IImportedUsers
{
    private const string Columns =
        "u.id, u.aegisspeed_id, u.user_name_key, u.created_at, u.parent_id, i.line_digest";

    private const string From = "FROM users u LEFT JOIN imported_users i ON i.user_id = u.id";

    private const string FromContacts =
        "FROM verified_contacts c JOIN users u ON u.id = c.user_id LEFT JOIN imported_users i ON i.user_id = u.id";

    // One look at every key, each along its index: a line is a statement, not seven.
    private static readonly Sql<LineKeys> FindOwners = new(
        $"""
        SELECT {Columns}, 'aegisspeed_id' AS key_name {From} WHERE u.aegisspeed_id = @AegisSpeedId
        UNION ALL SELECT {Columns}, 'user_name' AS key_name {From} WHERE u.user_name_key = @UserNameKey
        UNION ALL SELECT {Columns}, 'email' AS key_name {FromContacts} WHERE c.contact_key = @EmailKey
        UNION ALL SELECT {Columns}, 'phone' AS key_name {FromContacts} WHERE c.contact_key = @PhoneKey
        UNION ALL SELECT {Columns}, 'invite_code' AS key_name {From} WHERE u.invite_code = @InviteCode
        UNION ALL SELECT {Columns}, 'id' AS key_name {From} WHERE u.id = @Id
        UNION ALL SELECT {Columns}, 'parent_id' AS key_name {From} WHERE u.id = @ParentId
        """
    );

    private static readonly Sql<Number> RaiseNumber = new("UPDATE sequences SET value = @Value WHERE name = 'users' AND value < @Value");

    private static readonly Sql<Line> InsertLine = new("INSERT INTO imported_users (user_id, line_digest) VALUES (@UserId, @LineDigest)");

    private static readonly Sql<NewParent> SetParent = new("UPDATE users SET parent_id = @New WHERE id = @Id AND parent_id = @Old");

    public Task<IReadOnlyList<KeyOwner>> FindOwnersAsync(LineKeys keys, CancellationToken cancellationToken) =>
        db.ListAsync<KeyOwner, LineKeys>(FindOwners, keys, cancellationToken);

    public Task RaiseNumberAsync(long atLeast, CancellationToken cancellationToken) =>
        db.ExecuteAsync(RaiseNumber, new Number(atLeast), cancellationToken);

    public Task NoteLineAsync(long userId, byte[] digest, CancellationToken cancellationToken) =>
        db.ExecuteAsync(InsertLine, new Line(userId, digest), cancellationToken);

    public async Task<bool> TrySetParentAsync(long userId, long from, long to, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(SetParent, new NewParent(userId, from, to), cancellationToken) == 1;

    private sealed record Number(long Value);

    private sealed record Line(long UserId, byte[] LineDigest);

    private sealed record NewParent(long Id, long Old, long New) : IConcernsUser
    {
        long IConcernsUser.UserId => Id;
    }
}
