using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// Finds the session behind a token. One for the whole process: a token that was asked for a moment ago costs a look into the
/// cache, and only another one opens a scope and asks the database.
/// </summary>
public sealed class SessionFinder(
    SessionCache cache,
    IEnumerable<ISessionDemand> demands,
    LastSeenBuffer lastSeen,
    IServiceScopeFactory scopes,
    IOptions<TokenOptions> tokens,
    TimeProvider time
)
{
    private readonly ISessionDemand[] _demands = [.. demands];

    /// <summary>
    /// Who holds this token on this surface; null for a token without the form of one, unknown, ended, expired or not used
    /// for too long, and for a disabled user. On the admin surface also for a user without an admin role.
    /// </summary>
    public async ValueTask<AuthenticatedSession?> FindAsync(string? token, Surface surface, CancellationToken cancellationToken)
    {
        if (!Token.HasForm(token))
        {
            return null;
        }

        var hash = RandomSecret.Hash(token!);
        var authenticated = cache.Find(hash) ?? await ReadAsync(hash, inConstantTime: false, cancellationToken);
        if (!IsAlive(authenticated, surface))
        {
            return null;
        }

        if (
            IsIdle(authenticated)
            && (await ReadAsync(hash, inConstantTime: false, cancellationToken) is not { } again || IsIdle(authenticated = again))
        )
        {
            // Read again first: another node may know of a later use.
            return null;
        }

        lastSeen.Note(authenticated, LastSeenBuffer.ExactnessFor(tokens.Value.IdleOf(surface)));
        return authenticated;
    }

    private bool IsAlive([NotNullWhen(true)] AuthenticatedSession? session, Surface surface) =>
        session is { Enabled: true }
        && session.Surface == surface
        && session.ExpiresAt > time.GetUtcNow()
        && (surface != Surface.Admin || RoleRules.MayUseAdminLogin(session.Role));

    /// <summary>
    /// Who holds this token, for a program that may ask about some surfaces; null for everything that is not alive, and
    /// for a session that must do something else first, such as change the password. Whatever is wrong costs one read, so that the time does not tell.
    /// </summary>
    public async ValueTask<AuthenticatedSession?> FindForProgramAsync(
        string token,
        IReadOnlyList<Surface> surfaces,
        CancellationToken cancellationToken
    )
    {
        var hash = RandomSecret.Hash(token);
        var found = cache.Find(hash);
        if (!MayBeTold(found, surfaces))
        {
            found = await ReadAsync(hash, inConstantTime: true, cancellationToken);
        }

        if (!MayBeTold(found, surfaces))
        {
            return null;
        }

        lastSeen.Note(found!, LastSeenBuffer.ExactnessFor(tokens.Value.IdleOf(found!.Surface)));
        return found;
    }

    /// <summary>
    /// The session that a program may end: one of its surfaces that has not expired, also where its user must do something
    /// else first, is disabled or has lost the role, since all of that may pass while the token lives on. It is read from
    /// the database whatever the token is, so that the time does not tell.
    /// </summary>
    public async Task<AuthenticatedSession?> FindToEndAsync(
        string token,
        IReadOnlyList<Surface> surfaces,
        CancellationToken cancellationToken
    ) =>
        await ReadAsync(RandomSecret.Hash(token), inConstantTime: true, cancellationToken) is { } found
        && surfaces.Contains(found.Surface)
        && found.ExpiresAt > time.GetUtcNow()
            ? found
            : null;

    private bool MayBeTold([NotNullWhen(true)] AuthenticatedSession? session, IReadOnlyList<Surface> surfaces) =>
        session is not null
        && surfaces.Contains(session.Surface)
        && IsAlive(session, session.Surface)
        && !IsIdle(session)
        && !Array.Exists(_demands, demand => demand.Concerns(session));

    private bool IsIdle(AuthenticatedSession authenticated) =>
        IsIdle(authenticated.Surface, authenticated.SessionId, authenticated.LastSeenAt);

    /// <summary>Whether a session has not been used for so long that it has ended.</summary>
    public bool IsIdle(Surface surface, string sessionId, DateTimeOffset lastSeenAt) =>
        tokens.Value.IdleOf(surface) is { } idle && time.GetUtcNow() - lastSeen.LastUseOf(sessionId, lastSeenAt) >= idle;

    private async Task<AuthenticatedSession?> ReadAsync(byte[] tokenHash, bool inConstantTime, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<ISessionRepository>();
        var reading = cache.Begin();
        var authenticated = inConstantTime
            ? await sessions.FindInConstantTimeAsync(tokenHash, cancellationToken)
            : await sessions.FindAsync(tokenHash, cancellationToken);
        if (authenticated is not null)
        {
            cache.Keep(tokenHash, authenticated, reading);
        }

        return authenticated;
    }
}
