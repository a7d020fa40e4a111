using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AegisAuth.Application.Telemetry;

namespace AegisAuth.Infrastructure.Security;

/// <summary>
/// A fixed number of threads that hash and do nothing else. The thread pool, which answers all other requests,
/// is never held by a hash.
/// </summary>
internal sealed class HashLanes : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly int _capacity;
    private readonly Histogram<double> _waits;
    private int _taken;

    public HashLanes(int lanes, int queue, IMeterFactory meters)
    {
        _capacity = lanes + queue;
        var meter = meters.Create(AuthMetrics.MeterName);
        meter.CreateObservableUpDownCounter(
            "aegisauth.password_hash.places",
            () => Math.Min(Volatile.Read(ref _taken), _capacity),
            "{place}",
            "Places in lanes and queue that are taken; beyond lanes and queue together, logins are answered 503."
        );
        _waits = meter.CreateHistogram<double>("aegisauth.password_hash.wait", "s", "How long a hash waited for its lane.");
        for (var i = 0; i < lanes; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"hash lane {i}" }.Start();
        }
    }

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= _capacity)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);

    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = Stopwatch.GetTimestamp();
        _jobs.Add(() =>
        {
            _waits.Record(Stopwatch.GetElapsedTime(queued).TotalSeconds);
            try
            {
                done.SetResult(job());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    public void Dispose() => _jobs.CompleteAdding();

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job();
        }
    }
}
