using System.Collections.Concurrent;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// A fixed number of threads that hash and do nothing else. The thread pool, which answers all other requests,
/// is never held by a hash.
/// </summary>
internal sealed class HashLanes : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly HashMetrics _metrics;
    private readonly int _capacity;
    private int _taken;

    public HashLanes(int lanes, int queue, HashMetrics metrics)
    {
        _metrics = metrics;
        _capacity = lanes + queue;
        for (var i = 0; i < lanes; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"hash lane {i}" }.Start();
        }
    }

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= _capacity)
        {
            _metrics.Entered();
            return true;
        }

        Interlocked.Decrement(ref _taken);
        _metrics.Refused();
        return false;
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _taken);
        _metrics.Left();
    }

    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var measured = _metrics.Measured(job);
        _jobs.Add(() =>
        {
            try
            {
                done.SetResult(measured());
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
        LanePriority.LowerOfThisThread();
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job();
        }
    }
}
