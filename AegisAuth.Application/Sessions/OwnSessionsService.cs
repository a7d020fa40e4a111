using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>Lets people see and end their own sessions (ASVS 5.0, 7.5.2).</summary>
public sealed class OwnSessionsService(SessionService sessions, IUnitOfWork unitOfWork, AuditLog audit)
{
    /// <summary>The live sessions of the caller on the surface of this one, the last used first.</summary>
    public Task<IReadOnlyList<Session>> ListAsync(SignedIn me, CancellationToken cancellationToken) =>
        sessions.ListAsync(me, cancellationToken);

    /// <summary>
    /// Ends one other session, this one, or all others. Refuses with <c>InvalidParameter</c> when the caller has none
    /// with that name: whether somebody else has is not told.
    /// </summary>
    public Task<Result<Done>> RevokeAsync(RevokeRequest request, SignedIn me, Caller caller) =>
        unitOfWork.RunAsync<Result<Done>>(
            async () =>
            {
                if (request.SessionId is { Length: > 0 } id)
                {
                    if (!await sessions.EndAsync(me, id))
                    {
                        return AuthError.InvalidParameter;
                    }
                }
                else
                {
                    await sessions.EndOthersAsync(me);
                }

                await audit.WriteAsync(me.Event(AuditActions.SessionRevoke), caller);
                return new Done();
            },
            CancellationToken.None
        );

    /// <summary>Ends this session. Done also when another request has just ended it.</summary>
    public Task<Result<Done>> LogoutAsync(SignedIn me, Caller caller) =>
        unitOfWork.RunAsync<Result<Done>>(
            async () =>
            {
                if (await sessions.EndAsync(me, me.SessionId))
                {
                    await audit.WriteAsync(me.Event(AuditActions.Logout), caller);
                }

                return new Done();
            },
            CancellationToken.None
        );
}
