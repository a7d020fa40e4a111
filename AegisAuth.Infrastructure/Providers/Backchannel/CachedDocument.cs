namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>A document read from a server and the time it may be kept.</summary>
internal sealed record Fetched<T>(T Value, TimeSpan KeepFor);

/// <summary>
/// A remote document, fetched by one caller at a time and kept as long as its server says. While the server
/// does not answer, the last one goes on serving for a day.
/// </summary>
internal sealed class CachedDocument<T>(Func<Uri, CancellationToken, Task<Fetched<T>?>> fetch, TimeProvider clock) : IDisposable
    where T : class
{
    /// <summary>The least time between two fetches that a caller forces.</summary>
    public static readonly TimeSpan RefreshFloor = TimeSpan.FromMinutes(1);

    /// <summary>The least time after a fetch that failed: those who waited for it need not all wait again.</summary>
    public static readonly TimeSpan FailureFloor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestUse = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Entry? _entry;
    private (Uri? Address, DateTimeOffset Until) _failed;

    /// <summary>The document, or null where it cannot be had.</summary>
    /// <param name="address">Where it is; another address than before makes it another document.</param>
    /// <param name="refresh">Fetches it anew, though no more than once a minute.</param>
    /// <param name="cancellationToken">Ends the wait of this caller.</param>
    public async Task<T?> GetAsync(Uri address, bool refresh, CancellationToken cancellationToken)
    {
        if (Fresh(address, refresh) is { } fresh)
        {
            return fresh;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            // Another request may have fetched it, or failed to, while we stood in line.
            if (Fresh(address, refresh) is { } meanwhile)
            {
                return meanwhile;
            }

            if (_failed.Address == address && clock.GetUtcNow() < _failed.Until)
            {
                return Stale(address);
            }

            var fetched = await fetch(address, cancellationToken);
            var now = clock.GetUtcNow();
            if (fetched is null)
            {
                _failed = (address, now + FailureFloor);
                return Stale(address);
            }

            _entry = new Entry(address, fetched.Value, now, now + fetched.KeepFor);
            return fetched.Value;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private T? Fresh(Uri address, bool refresh)
    {
        var now = clock.GetUtcNow();
        return _entry is { } entry && entry.Address == address && now < entry.Until && (!refresh || now < entry.FetchedAt + RefreshFloor)
            ? entry.Value
            : null;
    }

    private T? Stale(Uri address) =>
        _entry is { } entry && entry.Address == address && clock.GetUtcNow() < entry.FetchedAt + LongestUse ? entry.Value : null;

    private sealed record Entry(Uri Address, T Value, DateTimeOffset FetchedAt, DateTimeOffset Until);
}
