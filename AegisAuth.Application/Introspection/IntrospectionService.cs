using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;

namespace AegisAuth.Application.Introspection;

/// <summary>What other programs may ask about a token (RFC 7662), and how they end it (RFC 7009).</summary>
public sealed class IntrospectionService(SessionService sessions, AuditLog audit, IUnitOfWork unitOfWork, ServiceMetrics metrics)
{
    /// <summary>
    /// The live session behind a token, if the resource server may ask about its surface; null for everything else. All
    /// that is not live costs one read of the database, whatever is wrong with it, so that the time does not tell.
    /// </summary>
    public async Task<AuthenticatedSession?> FindAsync(string token, ResourceServer server, CancellationToken cancellationToken)
    {
        var found = await sessions.FindForProgramAsync(token, server.Surfaces, cancellationToken);
        metrics.CountIntrospection(server.Name, found is null ? "inactive" : "active");
        return found;
    }

    /// <summary>
    /// Ends the login behind a token with its renewals, on every node, and audits it. Nothing happens, and nothing is
    /// told, where the token has ended or is of another surface (RFC 7009, 2.2).
    /// </summary>
    public async Task RevokeAsync(string token, ResourceServer server, Caller caller, CancellationToken cancellationToken)
    {
        var found = await sessions.FindToEndAsync(token, server.Surfaces, cancellationToken);
        metrics.CountIntrospection(server.Name, found is null ? "nothing_to_revoke" : "revoked");
        if (found is not { } session)
        {
            return;
        }

        await unitOfWork.RunAsync(
            async () =>
            {
                if (await sessions.EndAsync(session, session.LoginId))
                {
                    await audit.WriteAsync(
                        new AuditEvent(AuditActions.TokenRevoke)
                        {
                            Target = session.AegisSpeedId.ToString(),
                            OrganisationId = session.OrganisationId,
                            Detail = server.Name,
                        },
                        caller
                    );
                }

                return new Unit();
            },
            CancellationToken.None
        );
    }
}
