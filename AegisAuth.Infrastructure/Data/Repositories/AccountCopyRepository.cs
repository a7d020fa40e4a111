using AegisAuth.Application.Closing;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AccountCopyRepository(SqlUnitOfWork db) : IAccountCopyRepository
{
    private static readonly Sql<OfUser> ListContacts = new(
        "SELECT contact_key, verified_at FROM verified_contacts WHERE user_id = @UserId ORDER BY contact_key"
    );

    private static readonly Sql<OfUser> ListIdentities = new(
        """
        SELECT provider, app_id, subject, id, is_alias, user_id, union_family, union_id, display_name, created_at, last_login_at
        FROM external_identities WHERE user_id = @UserId ORDER BY created_at, subject
        """
    );

    private static readonly Sql<OfUser> ListSessions = new(
        """
        SELECT id, renewal_of, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent,
               amr AS authentication_method
        FROM sessions WHERE user_id = @UserId ORDER BY created_at DESC, id
        """
    );

    private static readonly Sql<OfUser> FindAuthenticator = new(
        """
        SELECT a.confirmed, a.created_at, (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = @UserId) AS recovery_codes
        FROM authenticators a WHERE a.user_id = @UserId
        """
    );

    private static readonly Sql<OfUser> ListPasskeys = new(
        "SELECT name, surface, created_at, last_used_at FROM passkeys WHERE user_id = @UserId ORDER BY created_at, id"
    );

    private static readonly Sql<OfUser> ListCodes = new(
        "SELECT purpose, contact, expires_at FROM one_time_codes WHERE user_id = @UserId ORDER BY expires_at, purpose"
    );

    private static readonly Sql<OfUser> ListPhoneCodes = new(
        $"SELECT purpose, contact, expires_at FROM phone_codes {PhoneCodeRepository.OfUser} ORDER BY expires_at, purpose"
    );

    private static readonly Sql<OfAccount> CountAttempts = new(
        "SELECT COALESCE(MAX(failures), 0) FROM login_attempts WHERE attempt_key = @AccountKey"
    );

    private static readonly Sql<OfUser> CountMails = new("SELECT COUNT(*) FROM queued_mails WHERE user_id = @UserId");

    private static readonly Sql<OfUser> CountImports = new("SELECT COUNT(*) FROM imported_users WHERE user_id = @UserId");

    private static readonly Sql<Lines> ListLines = new(
        sqlite: $"""
        SELECT {AuditLogReader.Columns} FROM audit_entries
        WHERE sequence > 0 AND (actor = @Account OR target = @Account) ORDER BY sequence DESC LIMIT @Limit
        """,
        sqlServer: $"""
        SELECT TOP (@Limit) {AuditLogReader.Columns} FROM audit_entries
        WHERE sequence > 0 AND (actor = @Account OR target = @Account) ORDER BY sequence DESC
        """
    );

    public async Task<StoredRows> ReadAsync(User user, CancellationToken cancellationToken)
    {
        var of = new OfUser(user.Id);
        var contacts = await db.ListAsync<Contact, OfUser>(ListContacts, of, cancellationToken);
        var app = await db.FindAsync<App, OfUser>(FindAuthenticator, of, cancellationToken);
        var passkeys = await db.ListAsync<Passkey, OfUser>(ListPasskeys, of, cancellationToken);
        var codes = await db.ListAsync<Code, OfUser>(ListCodes, of, cancellationToken);
        var phoneCodes = await db.ListAsync<Code, OfUser>(ListPhoneCodes, of, cancellationToken);
        var attempts = new OfAccount(AttemptKeySet.AccountOf(user.AegisSpeedId.ToString()));
        return new StoredRows(
            [.. contacts.Select(row => new CopiedContact(row.ContactKey, row.VerifiedAt.ToUnixTimeSeconds()))],
            await db.ListAsync<ExternalIdentity, OfUser>(ListIdentities, of, cancellationToken),
            await db.ListAsync<Session, OfUser>(ListSessions, of, cancellationToken),
            app is null ? null : new CopiedAuthenticator(app.Confirmed, app.CreatedAt.ToUnixTimeSeconds(), app.RecoveryCodes),
            [.. codes.Concat(phoneCodes).Select(row => new CopiedCode(row.Purpose, row.Contact, row.ExpiresAt.ToUnixTimeSeconds()))],
            await db.FindAsync<long, OfAccount>(CountAttempts, attempts, cancellationToken),
            await db.FindAsync<long, OfUser>(CountMails, of, cancellationToken),
            await db.FindAsync<long, OfUser>(CountImports, of, cancellationToken) > 0
        )
        {
            Passkeys = [.. passkeys.Select(Copy)],
        };
    }

    public Task<IReadOnlyList<AuditEntry>> ListLinesAsync(AegisSpeedId account, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Lines>(ListLines, new Lines(account.ToString(), limit), cancellationToken);

    private static CopiedPasskey Copy(Passkey row) =>
        new(row.Name, SurfaceNames.Of(row.Surface), row.CreatedAt.ToUnixTimeSeconds(), row.LastUsedAt.ToUnixTimeSeconds());

    private sealed record OfUser(long UserId);

    private sealed record OfAccount(string AccountKey);

    private sealed record Lines(string Account, int Limit);

    private sealed class Contact
    {
        public string ContactKey { get; init; } = "";

        public DateTimeOffset VerifiedAt { get; init; }
    }

    private sealed class App
    {
        public bool Confirmed { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public long RecoveryCodes { get; init; }
    }

    private sealed class Code
    {
        public string Purpose { get; init; } = "";

        public string Contact { get; init; } = "";

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
