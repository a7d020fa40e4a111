using System.Diagnostics.Metrics;
using System.Text.Json;
using AegisAuth.Domain;

namespace AegisAuth.Application.Common;

/// <summary>
/// What an operator of a login service watches. No label is an id, a name or an address: each has a handful of values,
/// none of which a client can make up.
/// </summary>
public sealed class ServiceMetrics
{
    /// <summary>The meter of everything that this program counts itself.</summary>
    public const string MeterName = "AegisAuth";

    private const string NoPlatform = "none";

    // A hash takes a hundredth of a second, a provider's answer up to ten.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Counter<long> _logins;
    private readonly Counter<long> _pauses;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _textLimits;
    private readonly Counter<long> _introspections;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _providerCalls;
    private readonly TimeProvider _time;
    private long _parkedEvents;

    /// <summary>Makes the instruments.</summary>
    public ServiceMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _time = time;
        _logins = meter.CreateCounter<long>("aegisauth.logins", description: "Logins by surface, platform and outcome.");
        _pauses = meter.CreateCounter<long>("aegisauth.pauses", description: "Pauses that failures have begun, by what is paused.");
        _messages = meter.CreateCounter<long>("aegisauth.messages", description: "Messages by kind and outcome.");
        _textLimits = meter.CreateCounter<long>(
            "aegisauth.sms.limited",
            description: "Text messages that were refused because the limit of the day over all numbers was reached."
        );
        _introspections = meter.CreateCounter<long>(
            "aegisauth.introspections",
            description: "What other programs asked about tokens, by resource server and outcome."
        );
        _events = meter.CreateCounter<long>("aegisauth.events", description: "Tries to send events, by outcome.");
        meter.CreateObservableGauge(
            "aegisauth.events.parked",
            () => Interlocked.Read(ref _parkedEvents),
            description: "Events that were given up after a day."
        );
        _providerCalls = Duration(meter, "aegisauth.provider.duration", "Exchanges of codes with login providers.");
    }

    /// <summary>A histogram of seconds, in the buckets of this program.</summary>
    public static Histogram<double> Duration(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, unit: "s", description, tags: null, Buckets);

    /// <summary>Counts an admin login, however it ends.</summary>
    public Task<Result<T>> AdminLoginAsync<T>(Func<Task<Result<T>>> login) =>
        ObserveAsync(login, ErrorOf, outcome => CountLogin("admin", NoPlatform, outcome));

    /// <summary>Counts a site login, however it ends. A platform that does not exist has no name here: clients make them up.</summary>
    public Task<Result<T>> SiteLoginAsync<T>(string platform, Func<Task<Result<T>>> login) =>
        ObserveAsync(
            login,
            ErrorOf,
            outcome => CountLogin("site", outcome == Name(AuthError.UnknownPlatform) ? NoPlatform : platform, outcome)
        );

    /// <summary>Counts a pause that has begun.</summary>
    public void CountPause<TScope>(TScope scope)
        where TScope : struct, Enum => _pauses.Add(1, Label("scope", Name(scope)));

    /// <summary>Counts a message, however its delivery ended.</summary>
    public void CountMessage<TKind>(TKind kind, string outcome)
        where TKind : struct, Enum => _messages.Add(1, Label("kind", Name(kind)), Label("outcome", outcome));

    /// <summary>Counts a text message that the limit of the day over all numbers did not let out.</summary>
    public void CountTextLimit() => _textLimits.Add(1);

    /// <summary>Counts a try to send an event.</summary>
    public void CountEvent(string outcome) => _events.Add(1, Label("outcome", outcome));

    /// <summary>Notes how many events were given up.</summary>
    public void NoteParkedEvents(long count) => Interlocked.Exchange(ref _parkedEvents, count);

    /// <summary>Counts a question of another program.</summary>
    /// <param name="server">Its configured name: a client that is not known has none.</param>
    /// <param name="outcome">What it was told.</param>
    public void CountIntrospection(string server, string outcome) =>
        _introspections.Add(1, Label("resource_server", server), Label("outcome", outcome));

    /// <summary>Times the exchange of a code with a provider, however it ends.</summary>
    public Task<T> ProviderCallAsync<T>(string platform, Func<Task<T>> call, Func<T, AuthError?> error)
    {
        var started = _time.GetTimestamp();
        return ObserveAsync(
            call,
            error,
            outcome =>
                _providerCalls.Record(_time.GetElapsedTime(started).TotalSeconds, Label("platform", platform), Label("outcome", outcome))
        );
    }

    private static async Task<T> ObserveAsync<T>(Func<Task<T>> run, Func<T, AuthError?> error, Action<string> note)
    {
        var outcome = Name(AuthError.Unexpected);
        try
        {
            var result = await run();
            outcome = error(result) is { } refused ? Name(refused) : "success";
            return result;
        }
        finally
        {
            note(outcome);
        }
    }

    private static AuthError? ErrorOf<T>(Result<T> result) => result.Match<AuthError?>(_ => null, refusal => refusal.Error);

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private void CountLogin(string surface, string platform, string outcome) =>
        _logins.Add(1, Label("surface", surface), Label("platform", platform), Label("outcome", outcome));
}
