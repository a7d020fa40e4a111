using AegisAuth.Application.Operation;

namespace AegisAuth.Api.Http;

/// <summary>What a load balancer asks.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new HealthStatus("live"))).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(IReadinessProbe probe, CancellationToken cancellationToken)
    {
        var readiness = await probe.ProbeAsync(cancellationToken);
        return Results.Json(
            new HealthStatus(Words(readiness)),
            statusCode: readiness == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static string Words(Readiness readiness) =>
        readiness switch
        {
            Readiness.Ready => "ready",
            Readiness.NotMigrated => "not migrated",
            Readiness.DatabaseAway => "database away",
            Readiness.DatabaseBusy => "database busy",
            Readiness.DatabaseNotWritable => "database not writable",
            Readiness.DatabaseFileReplaced => "database file replaced",
            Readiness.KeyRingUnusable => "key ring unusable",
        };

    private sealed record HealthStatus(string Status);
}
