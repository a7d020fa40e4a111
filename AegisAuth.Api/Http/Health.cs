using System.Text.Json.Serialization;
using AegisAuth.Api.Hosting;
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

    private static async Task<IResult> ReadyAsync(HttpContext context, IReadinessProbe probe, IConfiguration configuration)
    {
        var readiness = await probe.ProbeAsync(context.RequestAborted);
        return Results.Json(
            new HealthStatus(Words(readiness)) { Checks = context.MaySeeInside(configuration) ? await ChecksAsync(context) : null },
            statusCode: readiness == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static async Task<IReadOnlyList<HealthCheck>> ChecksAsync(HttpContext context)
    {
        var doctor = context.RequestServices.GetRequiredService<Doctor>();
        var findings = await doctor.ExamineAsync(cheapOnly: true, context.RequestAborted);
        return [.. findings.Select(finding => new HealthCheck(finding.Check, Words(finding.Level), finding.Text, finding.ToDo))];
    }

    private static string Words(FindingLevel level) =>
        level switch
        {
            FindingLevel.Ok => "ok",
            FindingLevel.Warning => "warning",
            FindingLevel.Fault => "fault",
        };

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

    private sealed record HealthStatus(string Status)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<HealthCheck>? Checks { get; init; }
    }

    private sealed record HealthCheck(
        string Check,
        string Level,
        string Text,
        [property: JsonPropertyName("to_do"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ToDo
    );
}
