using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;

namespace AegisAuth.Application.Introspection;

/// <summary>How other programs end a token (RFC 7009).</summary>
public sealed class TokenRevocation(
    SessionFinder finder,
    SessionService sessions,
    AuditLog audit,
    IUnitOfWork unitOfWork,
    ServiceMetrics metrics
)
{
    /// <summary>
    /// Ends the login behind a token with its renewals, on every node, and audits it. Nothing happens, and nothing is
    /// told, where the token has ended or is of another surface (RFC 7009, 2.2).
    /// </summary>
    public async Task RevokeAsync(string token, ResourceServer server, Caller caller, CancellationToken cancellationToken)
    {
        var found = await finder.FindToEndAsync(token, server.Surfaces, cancellationToken);
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
