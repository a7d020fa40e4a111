using System.Collections.Concurrent;

namespace AegisAuth.Infrastructure.Security;

/// <summary>
/// A fixed number of threads that hash and do nothing else. The thread pool, which answers all other requests,
/// is never held by a hash.
/// </summary>
internal sealed class HashLanes : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly int _capacity;
    private int _taken;

    public HashLanes(int lanes, int queue)
    {
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
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);

    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(() =>
        {
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
