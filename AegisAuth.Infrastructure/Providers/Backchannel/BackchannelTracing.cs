using System.Diagnostics;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>What a call to a provider has to do with traces: a span of ours, and a header for the provider if asked for.</summary>
internal static class BackchannelTracing
{
    /// <summary>Whether providers are sent the <c>traceparent</c> of the request that caused the call.</summary>
    public const string PassKey = "Tracing:PassToProviders";

    // OpenTelemetry's own name; without it nothing is traced.
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What a handler is to use: null where nothing is traced, which also makes no span.</summary>
    /// <exception cref="ConfigurationException">The key is neither true nor false, or it asks for traces where there are none.</exception>
    public static DistributedContextPropagator? PropagatorOf(IConfiguration configuration)
    {
        var isTraced = configuration[EndpointKey] is { Length: > 0 };
        var text = configuration[PassKey];
        var passes = false;
        if (!string.IsNullOrEmpty(text) && !bool.TryParse(text, out passes))
        {
            throw new ConfigurationException($"{PassKey} must be true or false.");
        }

        if (passes && !isTraced)
        {
            throw new ConfigurationException($"{PassKey} needs {EndpointKey}: nothing is traced without it.");
        }

        return passes ? new TraceParentPropagator()
            : isTraced ? DistributedContextPropagator.CreateNoOutputPropagator()
            : null;
    }

    /// <summary>
    /// Sends <c>traceparent</c> (W3C Trace Context) and nothing else: <c>tracestate</c> and <c>baggage</c> hold what a client
    /// has sent, and are not for a provider.
    /// </summary>
    private sealed class TraceParentPropagator : DistributedContextPropagator
    {
        private const string TraceParent = "traceparent";

        public override IReadOnlyCollection<string> Fields { get; } = [TraceParent];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
            if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            {
                setter?.Invoke(carrier, TraceParent, id);
            }
        }

        public override void ExtractTraceIdAndState(
            object? carrier,
            PropagatorGetterCallback? getter,
            out string? traceId,
            out string? traceState
        ) => (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
            null;
    }
}
