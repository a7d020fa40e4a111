using AegisAuth.Application.Telemetry;
using OpenTelemetry.Metrics;

namespace AegisAuth.Api.Startup;

/// <summary><c>/metrics</c> in the text format of Prometheus: our own numbers, those of ASP.NET Core and of the runtime.</summary>
internal static class Metrics
{
    private const string Path = "/metrics";

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.Exposes(Exposure.Metrics, builder.Environment))
        {
            builder
                .Services.AddOpenTelemetry()
                .WithMetrics(metrics =>
                    metrics
                        .AddMeter(AuthMetrics.MeterName)
                        .AddAspNetCoreInstrumentation()
                        .AddRuntimeInstrumentation()
                        .AddPrometheusExporter()
                );
        }
    }

    public static void MapMetrics(this WebApplication app)
    {
        if (app.Configuration.Exposes(Exposure.Metrics, app.Environment))
        {
            app.MapPrometheusScrapingEndpoint(Path);
        }
    }
}
