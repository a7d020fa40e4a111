using OpenTelemetry.Trace;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// Traces for a collector of OpenTelemetry, off without <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. One span for each request, one for
/// each call to a provider. A <c>traceparent</c> (W3C Trace Context) that a request brings is continued. The other settings are
/// OpenTelemetry's own <c>OTEL_…</c>.
/// </summary>
internal static class TracingSetup
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL";

    // .NET's own source of the spans of HttpClient.
    private const string OutgoingSource = "System.Net.Http";

    private static readonly string[] Unseen = ["/health", "/metrics"];

    /// <summary>Whether there is a collector.</summary>
    /// <exception cref="StartupException">A setting is none of those that the exporter knows; it would ignore it.</exception>
    public static bool AddTracing(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[EndpointKey] is not { Length: > 0 } endpoint)
        {
            return false;
        }

        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        )
        {
            throw new StartupException($"{EndpointKey} must be an http or https address.");
        }

        if (builder.Configuration[ProtocolKey] is { Length: > 0 } and not ("grpc" or "http/protobuf"))
        {
            throw new StartupException($"{ProtocolKey} must be grpc or http/protobuf.");
        }

        builder
            .Services.AddOpenTelemetry()
            .WithTracing(tracing =>
                tracing
                    .AddAspNetCoreInstrumentation(requests =>
                        requests.Filter = context =>
                            !Array.Exists(Unseen, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
                    )
                    .AddSource(OutgoingSource)
                    // Before the exporter: what it takes away is not there to be sent.
                    .AddProcessor(new SpanFilter())
                    .AddOtlpExporter()
            );
        return true;
    }
}
