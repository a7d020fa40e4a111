using AegisAuth.Application.StepUp;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuthenticatorRepository(SqlUnitOfWork db) : IAuthenticatorRepository
{
    private static readonly Sql<OfUser> Find = new(
        "SELECT user_id, protected_key, confirmed, last_step, created_at FROM authenticators WHERE user_id = @UserId"
    );

    private static readonly Sql<Authenticator> Replace = new(
        """
        UPDATE authenticators SET protected_key = @ProtectedKey, last_step = @LastStep, created_at = @CreatedAt
        WHERE user_id = @UserId AND confirmed = 0
        """
    );

    private static readonly Sql<Authenticator> Insert = new(
        """
        INSERT INTO authenticators (user_id, protected_key, confirmed, last_step, created_at)
        VALUES (@UserId, @ProtectedKey, 0, @LastStep, @CreatedAt)
        """
    );

    // The whole of "each code once": of two nodes with the same code, one changes the row. A step that a clock ahead has
    // written is void.
    private static readonly Sql<Step> UseStep = new(
        """
        UPDATE authenticators SET last_step = @Used
        WHERE user_id = @UserId AND protected_key = @ProtectedKey AND (last_step < @Used OR last_step > @Ahead)
        """
    );

    private static readonly Sql<Authenticator> Confirm = new(
        "UPDATE authenticators SET confirmed = 1 WHERE user_id = @UserId AND protected_key = @ProtectedKey AND confirmed = 0"
    )
    {
        // Requests read with their session whether there is one.
        Change = SessionChange.Access,
    };

    private static readonly Sql<Code> AddCode = new("INSERT INTO recovery_codes (code_hash, user_id) VALUES (@CodeHash, @UserId)");

    private static readonly Sql<Code> UseCode = new("DELETE FROM recovery_codes WHERE code_hash = @CodeHash AND user_id = @UserId");

    private static readonly Sql<OfUser> DeleteCodes = new("DELETE FROM recovery_codes WHERE user_id = @UserId");

    private static readonly Sql<OfUser> Delete = new("DELETE FROM authenticators WHERE user_id = @UserId")
    {
        Change = SessionChange.Access,
    };

    public Task<Authenticator?> FindAsync(long userId, CancellationToken cancellationToken) =>
        db.FindAsync<Authenticator, OfUser>(Find, new OfUser(userId), cancellationToken);

    public async Task<bool> TryEnrollAsync(Authenticator fresh, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Replace, fresh, cancellationToken) == 1 || await db.TryInsertAsync(Insert, fresh, cancellationToken);

    public async Task<bool> TryUseStepAsync(Authenticator app, long step, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(UseStep, new Step(app.UserId, app.ProtectedKey, step, step + Totp.TrustedStepsAhead), cancellationToken) == 1;

    public async Task<bool> TryConfirmAsync(Authenticator app, IReadOnlyList<byte[]> recoveryHashes, CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(Confirm, app, cancellationToken) != 1)
        {
            return false;
        }

        await db.DeferAsync(DeleteCodes, new OfUser(app.UserId), cancellationToken);
        foreach (var hash in recoveryHashes)
        {
            await db.DeferAsync(AddCode, new Code(hash, app.UserId), cancellationToken);
        }

        return true;
    }

    public async Task<bool> TryUseRecoveryCodeAsync(long userId, byte[] hash, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(UseCode, new Code(hash, userId), cancellationToken) == 1;

    public async Task DeleteAsync(long userId, CancellationToken cancellationToken)
    {
        await db.DeferAsync(DeleteCodes, new OfUser(userId), cancellationToken);
        await db.DeferAsync(Delete, new OfUser(userId), cancellationToken);
    }

    private sealed record OfUser(long UserId) : IUserScoped;

    private sealed record Step(long UserId, string ProtectedKey, long Used, long Ahead);

    private sealed record Code(byte[] CodeHash, long UserId);
}
