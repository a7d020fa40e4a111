using AegisAuth.Application.Importing;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ExportedUserRepository(SqlUnitOfWork db) : IExportedUsers
{
    private static readonly Sql<After> ListUsers = new(
        sqlite: $"SELECT {UserRepository.Columns} FROM users WHERE id > @Id AND erased_at IS NULL ORDER BY id LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {UserRepository.Columns} FROM users WHERE id > @Id AND erased_at IS NULL ORDER BY id"
    );

    private static readonly Sql<Range> ListContacts = new(
        "SELECT user_id, contact_key FROM verified_contacts WHERE user_id >= @First AND user_id <= @Last ORDER BY user_id, contact_key"
    );

    private static readonly Sql<Range> ListIdentities = new(
        """
        SELECT provider, app_id, subject, id, is_alias, user_id, union_family, union_id, display_name, created_at, last_login_at
        FROM external_identities WHERE user_id >= @First AND user_id <= @Last
        ORDER BY user_id, is_alias, created_at, subject
        """
    );

    public async Task<ExportedPage> PageAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var users = await db.ListAsync<User, After>(ListUsers, new After(after, limit), cancellationToken);
        var range = users.Count == 0 ? new Range(0, 0) : new Range(users[0].Id, users[^1].Id);
        var contacts = await db.ListAsync<Contact, Range>(ListContacts, range, cancellationToken);
        var identities = await db.ListAsync<ExternalIdentity, Range>(ListIdentities, range, cancellationToken);
        return new ExportedPage(users, contacts.ToLookup(c => c.UserId, c => c.ContactKey), identities.ToLookup(i => i.UserId));
    }

    private sealed record After(long Id, int Limit);

    private sealed record Range(long First, long Last);

    private sealed record Contact
    {
        public long UserId { get; init; }

        public string ContactKey { get; init; } = "";
    }
}
