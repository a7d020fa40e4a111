namespace AegisAuth.Api.Simulator;

/// <summary>
/// Things by key, in memory: each is kept until its time, and never more than <paramref name="capacity"/> of
/// them, so that a script in a loop does not eat the machine. Safe for many threads.
/// </summary>
internal sealed class BoundedStore<T>(TimeProvider clock, int capacity)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, T Value, DateTimeOffset KeepUntil)> _byAge = new();

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    internal void Put(string key, T value, TimeSpan keep)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_byAge.TryPeek(out var oldest) && (oldest.KeepUntil <= now || _byAge.Count >= capacity))
            {
                _byAge.Dequeue();
                Forget(oldest.Key, oldest.Value);
            }

            _items[key] = value;
            _byAge.Enqueue((key, value, now + keep));
        }
    }

    internal T? Find(string key)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(key);
        }
    }

    /// <summary>Finds and removes in one step: of two callers one gets it.</summary>
    internal T? Take(string key)
    {
        lock (_gate)
        {
            return _items.Remove(key, out var value) ? value : null;
        }
    }

    // A key that was put a second time belongs to the younger entry.
    private void Forget(string key, T value)
    {
        if (_items.TryGetValue(key, out var current) && ReferenceEquals(current, value))
        {
            _items.Remove(key);
        }
    }
}
