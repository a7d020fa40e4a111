using System.Diagnostics.Metrics;
using AegisAuth.Application.Common;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>How busy the hashing lanes are: what tells an operator to add cores, or that an attacker guesses.</summary>
internal sealed class HashMetrics
{
    private readonly Histogram<double> _waited;
    private readonly Histogram<double> _took;
    private readonly Counter<long> _refused;
    private readonly UpDownCounter<long> _places;
    private readonly UpDownCounter<long> _active;
    private readonly TimeProvider _time;

    public HashMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(ServiceMetrics.MeterName);
        _time = time;
        _waited = ServiceMetrics.Duration(meter, "aegisauth.hash.wait", "How long a hash waited for a lane.");
        _took = ServiceMetrics.Duration(meter, "aegisauth.hash.duration", "How long a hash took.");
        _refused = meter.CreateCounter<long>("aegisauth.hash.refused", description: "Requests that found the hashing queue full.");
        _places = meter.CreateUpDownCounter<long>("aegisauth.hash.places", description: "Places taken, in the queue and in the lanes.");
        _active = meter.CreateUpDownCounter<long>("aegisauth.hash.active", description: "Lanes that hash at this moment.");
    }

    public void Entered() => _places.Add(1);

    public void Left() => _places.Add(-1);

    public void Refused() => _refused.Add(1);

    /// <summary>Measures a job: the time from now until it is begun, and the time it then takes.</summary>
    public Func<T> Measured<T>(Func<T> job)
    {
        var queued = _time.GetTimestamp();
        return () =>
        {
            var begun = _time.GetTimestamp();
            _waited.Record(_time.GetElapsedTime(queued, begun).TotalSeconds);
            _active.Add(1);
            try
            {
                return job();
            }
            finally
            {
                _active.Add(-1);
                _took.Record(_time.GetElapsedTime(begun).TotalSeconds);
            }
        };
    }
}
