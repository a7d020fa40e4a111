using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>Lets people see and end their own sessions (ASVS 5.0, 7.5.2).</summary>
public sealed class OwnSessionsService(SessionService sessions, IUnitOfWork unitOfWork, AuditLog audit)
{
    /// <summary>Where the caller is logged in on the surface of this session, the last used first.</summary>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(AuthenticatedSession me, CancellationToken cancellationToken) =>
        [
            .. (await sessions.ListAsync(me, cancellationToken))
                .DistinctBy(session => session.LoginId)
                .Select(session => OwnSession.Of(session, me)),
        ];

    /// <summary>
    /// Ends one other login, this one, or all others, each with its renewals. Refuses with <c>InvalidParameter</c> when the caller has none
    /// with that name: whether another user has one is not told.
    /// </summary>
    public Task<Result<Unit>> RevokeAsync(RevokeRequest request, AuthenticatedCaller caller) =>
        unitOfWork.RunAsync<Result<Unit>>(
            async () =>
            {
                if (request.SessionId is { Length: > 0 } id)
                {
                    if (!await sessions.EndAsync(caller.Session, id))
                    {
                        return AuthError.InvalidParameter;
                    }
                }
                else
                {
                    await sessions.EndOthersAsync(caller.Session);
                }

                await audit.WriteAsync(caller.Session.Event(AuditActions.SessionRevoke), caller);
                return new Unit();
            },
            CancellationToken.None
        );

    /// <summary>Ends this login. Done also when another request has just ended it.</summary>
    public Task<Result<Unit>> LogoutAsync(AuthenticatedCaller caller) =>
        unitOfWork.RunAsync<Result<Unit>>(
            async () =>
            {
                if (await sessions.EndAsync(caller.Session, caller.Session.LoginId))
                {
                    await audit.WriteAsync(caller.Session.Event(AuditActions.Logout), caller);
                }

                return new Unit();
            },
            CancellationToken.None
        );
}
