using System.Collections.Concurrent;

namespace AegisAuth.Api.Http;

/// <summary>Says which warnings are due: each subject once an hour, and not for more subjects than a log can hold.</summary>
internal sealed class OnceAnHour(TimeProvider time)
{
    private const int MaxSubjects = 1000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>True for the first call with this subject in an hour.</summary>
    public bool IsDue(string subject)
    {
        var now = time.GetTimestamp();
        if (_told.TryGetValue(subject, out var told))
        {
            return time.GetElapsedTime(told, now) >= Hour && _told.TryUpdate(subject, now, told);
        }

        if (_told.Count >= MaxSubjects)
        {
            foreach (var (old, _) in _told.Where(entry => time.GetElapsedTime(entry.Value, now) >= Hour))
            {
                _told.TryRemove(old, out _);
            }
        }

        return _told.Count < MaxSubjects && _told.TryAdd(subject, now);
    }
}
