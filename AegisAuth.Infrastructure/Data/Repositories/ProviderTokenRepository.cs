using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ProviderTokenRepository(SqlUnitOfWork db) : IProviderTokenRepository
{
    private static readonly Sql<ByApp> FindByApp = new(
        "SELECT app, protected_token, expires_at, lease_until, version FROM provider_tokens WHERE app = @App"
    );

    private static readonly Sql<ProviderToken> Insert = new(
        """
        INSERT INTO provider_tokens (app, protected_token, expires_at, lease_until, version)
        VALUES (@App, @ProtectedToken, @ExpiresAt, @LeaseUntil, @Version + 1)
        """
    );

    private static readonly Sql<ProviderToken> Update = new(
        """
        UPDATE provider_tokens
        SET protected_token = @ProtectedToken, expires_at = @ExpiresAt, lease_until = @LeaseUntil, version = version + 1
        WHERE app = @App AND version = @Version
        """
    );

    public Task<ProviderToken?> FindAsync(string app, CancellationToken cancellationToken) =>
        db.FindAsync<ProviderToken, ByApp>(FindByApp, new ByApp(app), cancellationToken);

    public async Task<bool> TryWriteAsync(ProviderToken token, CancellationToken cancellationToken) =>
        token.Version == 0
            ? await db.TryInsertAsync(Insert, token, cancellationToken)
            : await db.ExecuteAsync(Update, token, cancellationToken) == 1;

    private sealed record ByApp(string App);
}
