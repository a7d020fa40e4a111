using System.Diagnostics;
using OpenTelemetry;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// Leaves in a span what says how the service fares, and nothing of the one who calls: no path (it holds AegisSpeed ids), query,
/// address, user agent, message of an exception, and no state that the client sent. A list of what may stay, because
/// instrumentation learns new attributes with each version.
/// </summary>
internal sealed class SpanFilter : BaseProcessor<Activity>
{
    private const string Method = "http.request.method";
    private const string Route = "http.route";

    private static readonly HashSet<string> Kept =
    [
        Method,
        Route,
        "http.response.status_code",
        "error.type",
        "network.protocol.version",
        "url.scheme",
    ];

    // Whom we call is our own configuration; the Host header of a request is the client's text.
    private static readonly HashSet<string> KeptOfCalls = [.. Kept, "server.address", "server.port"];

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        var kept = data.Kind == ActivityKind.Client ? KeptOfCalls : Kept;
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!kept.Contains(name))
            {
                data.SetTag(name, value: null);
            }
        }

        var method = data.GetTagItem(Method) as string ?? "HTTP";
        data.DisplayName = data.GetTagItem(Route) is string { Length: > 0 } route ? $"{method} {route}" : method;
        data.TraceStateString = null;
        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
