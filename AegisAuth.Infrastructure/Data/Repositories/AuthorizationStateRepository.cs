using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuthorizationStateRepository(SqlUnitOfWork db) : IAuthorizationStateRepository
{
    private static readonly Sql<StoredState> Insert = new(
        """
        INSERT INTO login_states (state_hash, platform, browser_hash, protected_verifier, nonce, expires_at)
        VALUES (@StateHash, @Platform, @BrowserHash, @ProtectedVerifier, @Nonce, @ExpiresAt)
        """
    );

    // What expires later than this one was stored by a clock that ran ahead.
    private static readonly Sql<Replacement> Replace = new(
        """
        UPDATE login_states
        SET platform = @Platform, browser_hash = @BrowserHash, protected_verifier = @ProtectedVerifier, nonce = @Nonce,
            expires_at = @ExpiresAt
        WHERE state_hash = @StateHash AND (browser_hash = @BrowserHash OR expires_at <= @Now OR expires_at > @Latest)
        """
    );

    private static readonly Sql<ByHash> FindByHash = new(
        """
        SELECT state_hash, platform, browser_hash, protected_verifier, nonce, expires_at
        FROM login_states
        WHERE state_hash = @StateHash
        """
    );

    // The nonce is drawn anew with every state, so no other one under the same name is taken in its place.
    private static readonly Sql<Taking> Take = new(
        "DELETE FROM login_states WHERE state_hash = @StateHash AND nonce = @Nonce AND expires_at > @Now"
    );

    public Task<bool> TryAddAsync(StoredState state, CancellationToken cancellationToken) =>
        db.TryInsertAsync(Insert, state, cancellationToken);

    public async Task<bool> TryReplaceAsync(StoredState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(
            Replace,
            new Replacement(
                state.StateHash,
                state.Platform,
                state.BrowserHash,
                state.ProtectedVerifier,
                state.Nonce,
                state.ExpiresAt,
                now,
                state.ExpiresAt + ClockSkew.Tolerated
            ),
            cancellationToken
        ) == 1;

    public Task<StoredState?> FindAsync(byte[] stateHash, CancellationToken cancellationToken) =>
        db.FindAsync<StoredState, ByHash>(FindByHash, new ByHash(stateHash), cancellationToken);

    public async Task<bool> TryTakeAsync(StoredState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Take, new Taking(state.StateHash, state.Nonce, now), cancellationToken) == 1;

    private sealed record ByHash(byte[] StateHash);

    private sealed record Taking(byte[] StateHash, string Nonce, DateTimeOffset Now);

    private sealed record Replacement(
        byte[] StateHash,
        string Platform,
        byte[] BrowserHash,
        string ProtectedVerifier,
        string Nonce,
        DateTimeOffset ExpiresAt,
        DateTimeOffset Now,
        DateTimeOffset Latest
    );
}
