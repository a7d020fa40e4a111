namespace AegisAuth.Application.Throttling;

/// <summary>
/// Wakes attempts of this process that wait for parallel checks to end. Only a short cut: an attempt that is
/// never woken, because the check ran on another node, looks again by itself.
/// </summary>
public sealed class AttemptWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Ticket>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Stands in line for every one of the keys, before the look that may say "wait": no wake-up is missed.</summary>
    internal Ticket Enlist(AttemptKeySet attempt)
    {
        // Whatever may hold an attempt up is about the account or about the address.
        string[] keys = [attempt.Account, attempt.Address];
        var ticket = new Ticket(this, keys);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (!_waiting.TryGetValue(key, out var line))
                {
                    _waiting[key] = line = [];
                }

                line.AddLast(ticket);
            }
        }

        return ticket;
    }

    /// <summary>Wakes the first in each of the lines.</summary>
    internal void Wake(AttemptKeySet attempt) => Wake([attempt.Account, attempt.Address]);

    private void Wake(IReadOnlyList<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_waiting.TryGetValue(key, out var line))
                {
                    line.First!.Value.Woken.TrySetResult();
                }
            }
        }
    }

    private void Leave(Ticket ticket)
    {
        lock (_lock)
        {
            foreach (var key in ticket.Keys)
            {
                if (_waiting.TryGetValue(key, out var line) && line.Remove(ticket) && line.Count == 0)
                {
                    _waiting.Remove(key);
                }
            }
        }

        // A waiter that gives up may already have received the wake-up signal; pass it on.
        if (ticket.Woken.Task.IsCompleted)
        {
            Wake(ticket.Keys);
        }
    }

    internal sealed class Ticket(AttemptWaiters line, IReadOnlyList<string> keys) : IDisposable
    {
        public IReadOnlyList<string> Keys { get; } = keys;

        public TaskCompletionSource Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => line.Leave(this);
    }
}
