using Serilog.Core;
using Serilog.Events;

namespace AegisAuth.Api.Hosting;

/// <summary>Every line that is written on behalf of a request carries its correlation id.</summary>
internal sealed class CorrelationOfLines(IHttpContextAccessor requests) : ILogEventEnricher
{
    public const string Property = "CorrelationId";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (requests.HttpContext is { } context && !logEvent.Properties.ContainsKey(Property))
        {
            logEvent.AddPropertyIfAbsent(new LogEventProperty(Property, new ScalarValue(context.TraceIdentifier)));
        }
    }
}
