using AegisAuth.Application.Common;
using AegisAuth.Application.Operation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using IPNetwork = System.Net.IPNetwork;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// <c>/metrics</c> for Prometheus. It tells outsiders how well their guesses do, so it is there on purpose only
/// (OWASP ASVS 5.0, 13.4.5): in Development, or with <c>Metrics:Enabled</c>; and for the addresses in
/// <c>Metrics:AllowedNetworks</c> only, which are those of this machine unless named. For everybody else there is no
/// such path. A collector of OpenTelemetry is sent the same numbers, see <see cref="TracingSetup"/>.
/// </summary>
internal static class MetricsSetup
{
    private const string Path = "/metrics";
    private const string NetworksKey = "Metrics:AllowedNetworks";

    private static readonly IPNetwork[] ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Whether the operator has named this client as one that may see the inside of the service.</summary>
    public static bool MaySeeInside(this HttpContext context, IConfiguration configuration) =>
        configuration.Networks(NetworksKey) is { Count: > 0 } named && context.IsIn(named);

    public static void AddServiceMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<IDoctorCheck, DeploymentCheck>();
        builder.Services.AddScoped<IDoctorCheck, SwitchesCheck>();
        // Read here, so that a wrong value stops the start.
        builder.Configuration.Networks(NetworksKey);
        var isScraped = builder.Configuration.Exposes(FeatureSwitches.Metrics, builder.Environment);
        var isExported = builder.AddTracing();
        if (!isScraped && !isExported)
        {
            return;
        }

        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(
                    builder.Configuration["OTEL_SERVICE_NAME"] ?? ServiceMetrics.MeterName,
                    autoGenerateServiceInstanceId: false
                )
            )
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ServiceMetrics.MeterName).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
                if (isScraped)
                {
                    metrics.AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
                }

                if (isExported)
                {
                    metrics.AddOtlpExporter();
                }
            });
    }

    public static void UseServiceMetrics(this WebApplication app)
    {
        if (!app.Configuration.Exposes(FeatureSwitches.Metrics, app.Environment))
        {
            return;
        }

        var named = app.Configuration.Networks(NetworksKey);
        var allowed = named.Count > 0 ? named : ThisMachine;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Path && context.IsIn(allowed)
        );
    }
}
