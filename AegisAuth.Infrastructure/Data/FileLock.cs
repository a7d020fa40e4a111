namespace AegisAuth.Infrastructure.Data;

/// <summary>A file that one process at a time may hold open; the system lets go of it when the process ends, however it ends.</summary>
internal static class FileLock
{
    public static async Task<IAsyncDisposable> TakeAsync(
        string path,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, DatabaseFile.Own(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (time.GetElapsedTime(started) < timeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }
}
