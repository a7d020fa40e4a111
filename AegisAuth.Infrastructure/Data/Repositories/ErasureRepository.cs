using AegisAuth.Application.Closing;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

/// <summary>
/// Erases what <see cref="PersonalColumns"/> declares to be personal. A table that is new has its statement in
/// <see cref="Rows"/>, and its columns there; a test fails until both are done.
/// </summary>
internal sealed class ErasureRepository(SqlUnitOfWork db) : IErasureRepository
{
    // Neither a user name nor an invitation code may hold a '#': no login can bring the name that is left.
    private static readonly Sql<Emptying> Empty = new(
        """
        UPDATE users
        SET enabled = 0, role = 0, organisation_id = NULL, nickname = '', user_name = @Name, user_name_key = @Name,
            password_hash = NULL, password_changed_at = NULL, password_version = password_version + 1, must_change_password = 0,
            protected_resident_id = NULL, email = '', phone = '', real_name = '', avatar_url = '', parent_id = 0, group_id = 0,
            is_retailer = 0, balance = 0, total_reward = 0, invite_code = @Name, last_login_at = NULL, expires_at = NULL,
            closes_at = NULL, closing_held = 0, erased_at = @At, updated_at = @At
        WHERE id = @UserId AND erased_at IS NULL AND (@DueBy IS NULL OR closes_at <= @DueBy)
        """
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<Erased> Sessions = new("DELETE FROM sessions WHERE user_id = @UserId") { Change = SessionChange.Access };

    private static readonly Sql<Erased> Authenticators = new("DELETE FROM authenticators WHERE user_id = @UserId")
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<Erased> RecoveryCodes = new("DELETE FROM recovery_codes WHERE user_id = @UserId");

    private static readonly Sql<Erased> Passkeys = new("DELETE FROM passkeys WHERE user_id = @UserId");

    private static readonly Sql<Erased> OneTimeCodes = new("DELETE FROM one_time_codes WHERE user_id = @UserId");

    private static readonly Sql<Erased> PhoneCodes = new($"DELETE FROM phone_codes {PhoneCodeRepository.OfUser}");

    private static readonly Sql<Erased> Contacts = new("DELETE FROM verified_contacts WHERE user_id = @UserId");

    private static readonly Sql<Erased> Identities = new("DELETE FROM external_identities WHERE user_id = @UserId");

    private static readonly Sql<Erased> Unions = new("DELETE FROM union_identities WHERE user_id = @UserId");

    private static readonly Sql<Erased> Imports = new("DELETE FROM imported_users WHERE user_id = @UserId");

    private static readonly Sql<Erased> Mails = new("DELETE FROM queued_mails WHERE user_id = @UserId");

    private static readonly Sql<Erased> Attempts = new(
        """
        DELETE FROM login_attempts
        WHERE attempt_key = @AccountKey OR attempt_key = @CopyKey OR (attempt_key >= @PairsFrom AND attempt_key < @PairsTo)
        """
    );

    // What the user did, and what strangers tried at the account. The digest stays in the chain; without its salt it says nothing.
    private static readonly Sql<Erased> Lines = new(
        """
        UPDATE audit_entries SET address = '', user_agent = '', origin_salt = NULL
        WHERE actor = @Account AND origin_salt IS NOT NULL AND origin_digest IS NOT NULL
        """
    );

    private static readonly Sql<Erased> LinesOfStrangers = new(
        """
        UPDATE audit_entries SET address = '', user_agent = '', origin_salt = NULL
        WHERE target = @Account AND actor = '' AND origin_salt IS NOT NULL AND origin_digest IS NOT NULL
        """
    );

    private static readonly Sql<Since> ListErased = new(
        sqlite: $"SELECT {UserRepository.Columns} FROM users WHERE erased_at >= @At AND id > @After ORDER BY id LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {UserRepository.Columns} FROM users WHERE erased_at >= @At AND id > @After ORDER BY id"
    );

    /// <summary>One statement for each place that holds something of a user, in their order. Codes of phones before the numbers.</summary>
    private static readonly IReadOnlyList<Sql<Erased>> Rows =
    [
        Sessions,
        Authenticators,
        RecoveryCodes,
        Passkeys,
        OneTimeCodes,
        PhoneCodes,
        Contacts,
        Identities,
        Unions,
        Imports,
        Mails,
        Attempts,
        Lines,
        LinesOfStrangers,
    ];

    public async Task<bool> TryEmptyAsync(User user, DateTimeOffset? dueBy, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Empty, new Emptying(user.Id, $"#{user.Id}", dueBy, now), cancellationToken) == 1;

    public async Task DeleteRowsAsync(User user, CancellationToken cancellationToken)
    {
        var erased = Erased.Of(user);
        foreach (var statement in Rows)
        {
            await db.DeferAsync(statement, erased, cancellationToken);
        }
    }

    public Task<IReadOnlyList<User>> ListErasedAsync(DateTimeOffset since, long after, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<User, Since>(ListErased, new Since(since, after, limit), cancellationToken);

    private sealed record Emptying(long UserId, string Name, DateTimeOffset? DueBy, DateTimeOffset At) : IUserScoped;

    private sealed record Erased(long UserId, string Account, string AccountKey, string CopyKey, string PairsFrom, string PairsTo)
        : IUserScoped
    {
        public static Erased Of(User user)
        {
            var id = user.AegisSpeedId.ToString();
            var pairs = AttemptKeySet.PairsOf(id);
            // '}' is the character after '|'.
            return new Erased(
                user.Id,
                id,
                AttemptKeySet.AccountOf(id),
                AccountCopyService.LimitKey(user.AegisSpeedId),
                pairs + '|',
                pairs + '}'
            );
        }
    }

    private sealed record Since(DateTimeOffset At, long After, int Limit);
}
