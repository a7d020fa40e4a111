using System.Diagnostics.Metrics;
using AegisAuth.Domain;

namespace AegisAuth.Application.Telemetry;

/// <summary>
/// What an operator of a login service wants to see beside the framework's own numbers. No measurement carries an id, a
/// name or an address: the audit log has those.
/// </summary>
public sealed class AuthMetrics
{
    /// <summary>The meter of everything that is measured here.</summary>
    public const string MeterName = "AegisAuth";

    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _providerCalls;

    /// <summary>Makes the instruments.</summary>
    public AuthMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _refusals = meter.CreateCounter<long>("aegisauth.refusals", "{refusal}", "Requests that were refused, by route and reason.");
        _providerCalls = meter.CreateHistogram<double>(
            "aegisauth.provider.duration",
            "s",
            "How long outside login services took to say who somebody is."
        );
    }

    /// <summary>A request was refused.</summary>
    /// <param name="route">The pattern of the endpoint, never the path itself.</param>
    /// <param name="error">Why.</param>
    public void Refused(string route, AuthError error) => _refusals.Add(1, new("route", route), new("error", error.ToString()));

    /// <summary>A provider answered, or did not.</summary>
    /// <param name="platform">Which one.</param>
    /// <param name="error">Why it named nobody; null where it named somebody.</param>
    /// <param name="took">How long it took.</param>
    public void ProviderAnswered(string platform, AuthError? error, TimeSpan took) =>
        _providerCalls.Record(took.TotalSeconds, new("platform", platform), new("outcome", error?.ToString() ?? "Identified"));
}
