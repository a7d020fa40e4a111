using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>A login ends the session that the same client brought with it (OWASP ASVS 5.0, 7.2.4).</summary>
public sealed class SessionReplacement(ISessionRepository sessions, AuditLog audit)
{
    /// <summary>
    /// Ends the login behind <see cref="Caller.PresentedToken"/> with its renewals, where it is one of this surface. Call it
    /// inside the transaction that opens the new session.
    /// </summary>
    public async Task EndEarlierAsync(Surface surface, Caller caller)
    {
        if (
            !Token.HasForm(caller.PresentedToken)
            || await sessions.FindAsync(RandomSecret.Hash(caller.PresentedToken), CancellationToken.None) is not { } earlier
            || earlier.Surface != surface
            || !await sessions.DeleteAsync(earlier.UserId, surface, earlier.LoginId, CancellationToken.None)
        )
        {
            return;
        }

        await audit.WriteAsync(earlier.Event(AuditActions.Logout) with { Detail = "replaced by a login" }, caller);
    }
}
