using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;

namespace AegisAuth.Application.Introspection;

/// <summary>What other programs may ask about a token (RFC 7662).</summary>
public sealed class IntrospectionService(SessionFinder sessions, ServiceMetrics metrics)
{
    /// <summary>
    /// The live session behind a token, if the resource server may ask about its surface; null for everything else. All
    /// that is not live costs one read of the database, whatever is wrong with it, so that the time does not tell.
    /// </summary>
    public async ValueTask<AuthenticatedSession?> FindAsync(string token, ResourceServer server, CancellationToken cancellationToken)
    {
        var found = await sessions.FindForProgramAsync(token, server.Surfaces, cancellationToken);
        metrics.CountIntrospection(server.Name, found is null ? "inactive" : "active");
        return found;
    }
}
