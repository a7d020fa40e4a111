using AegisAuth.Application.Cleanup;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ExpiredRowRepository(SqlUnitOfWork db) : IExpiredRowRepository
{
    private static readonly Sql<Bounds> Sessions = Delete("sessions", "token_hash", "expires_at <= @Before", SessionChange.Ended);

    private static readonly Sql<Bounds> AuthorizationStates = Delete("login_states", "state_hash", "expires_at <= @Before");

    private static readonly Sql<Bounds> PasskeyChallenges = Delete("passkey_challenges", "challenge_hash", "expires_at <= @Before");

    private static readonly Sql<Bounds> Captchas = Delete("captchas", "id_hash", "expires_at <= @Before");

    private static readonly Sql<Bounds> OneTimeCodes = Delete("one_time_codes", "code_hash", "expires_at <= @Before");

    // A number may have several, some of them alive: the time decides once more outside.
    private static readonly Sql<Bounds> PhoneCodes = new(
        sqlite: """
        DELETE FROM phone_codes
        WHERE expires_at <= @Before
          AND contact IN (SELECT contact FROM phone_codes WHERE expires_at <= @Before ORDER BY expires_at LIMIT @Batch)
        """,
        sqlServer: """
        DELETE FROM phone_codes
        WHERE expires_at <= @Before
          AND contact IN (SELECT TOP (@Batch) contact FROM phone_codes WHERE expires_at <= @Before ORDER BY expires_at)
        """
    );

    private static readonly Sql<Bounds> IdempotentAnswers = Delete("idempotent_answers", "key_hash", "expires_at <= @Before");

    // The character after ':' ends the range of keys of accounts. A reservation that was never settled counts as a
    // failure, so an account that has one is not without failures. Codes have no row of this kind
    // any more; one that an earlier version has written is worth nothing after a day.
    private static readonly Sql<Bounds> Attempts = Delete(
        "login_attempts",
        "attempt_key",
        """
        touched_at <= @Before AND paused_until <= @Before AND pending_until <= @Before
          AND (attempt_key < 'account:' OR attempt_key >= 'account;' OR (failures = 0 AND pending = 0)
               OR (attempt_key >= 'account:code:' AND attempt_key < 'account:code;'))
        """
    );

    private static readonly Sql<Bounds> AccountAttempts = Delete(
        "login_attempts",
        "attempt_key",
        "touched_at <= @Before AND paused_until <= @Before AND pending_until <= @Before"
    );

    public Task<int> DeleteAsync(ExpiredKind kind, DateTimeOffset before, int batch, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Statement(kind), new Bounds(before, batch), cancellationToken);

    private static Sql<Bounds> Statement(ExpiredKind kind) =>
        kind switch
        {
            ExpiredKind.Sessions => Sessions,
            ExpiredKind.AuthorizationStates => AuthorizationStates,
            ExpiredKind.PasskeyChallenges => PasskeyChallenges,
            ExpiredKind.Captchas => Captchas,
            ExpiredKind.OneTimeCodes => OneTimeCodes,
            ExpiredKind.PhoneCodes => PhoneCodes,
            ExpiredKind.IdempotentAnswers => IdempotentAnswers,
            ExpiredKind.Attempts => Attempts,
            ExpiredKind.AccountAttempts => AccountAttempts,
        };

    private static Sql<Bounds> Delete(string table, string key, string where, SessionChange change = SessionChange.None) =>
        new(
            sqlite: $"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {where} LIMIT @Batch)",
            sqlServer: $"DELETE FROM {table} WHERE {key} IN (SELECT TOP (@Batch) {key} FROM {table} WHERE {where})"
        )
        {
            Change = change,
        };

    private sealed record Bounds(DateTimeOffset Before, int Batch);
}
