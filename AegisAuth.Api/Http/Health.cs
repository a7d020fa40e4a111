using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>What a load balancer asks.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new HealthStatus("live"))).ExcludeFromDescription();
        app.MapGet("/health/ready", Ready).ExcludeFromDescription();
    }

    private static IResult Ready(IMigrator migrator, ILogger<Program> logger)
    {
        try
        {
            return migrator.IsUpToDate()
                ? Results.Json(new HealthStatus("ready"))
                : Results.Json(new HealthStatus("not migrated"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception e)
        {
            // Whatever keeps the database from answering, the answer to "ready?" is no.
            logger.LogError(e, "The database does not answer");
            return Results.Json(new HealthStatus("database away"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private sealed record HealthStatus(string Status);
}
