namespace AegisAuth.Api.Hosting;

/// <summary>Files that the command line names. What is wrong with one is said in a sentence.</summary>
internal static class CommandFile
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The length of a regular file. A pipe has none, and cannot be read a second time.</summary>
    public static long LengthOf(string file)
    {
        using var stream = OpenRead(file);
        return stream.CanSeek ? stream.Length : throw new StartupException($"{file} cannot be read: it is no regular file.");
    }

    /// <summary>Refuses a device such as <c>/dev/stdout</c>: the file that is written takes the place of what is there.</summary>
    public static void RefuseDevice(string file)
    {
        var path = Path.GetFullPath(file);
        if (
            !OperatingSystem.IsWindows()
            && (
                path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)
                || path.StartsWith("/proc/", StringComparison.Ordinal)
            )
        )
        {
            throw new StartupException($"{file} cannot be written: it is no regular file.");
        }
    }

    public static FileStream OpenRead(string file) =>
        Guarded(
            file,
            "read",
            () =>
                new FileStream(
                    file,
                    new FileStreamOptions
                    {
                        Mode = FileMode.Open,
                        Access = FileAccess.Read,
                        Share = FileShare.Read,
                        Options = FileOptions.SequentialScan,
                        BufferSize = BufferSize,
                    }
                )
        );

    /// <summary>A new file that its owner alone may read, in the place of one that may be there.</summary>
    public static FileStream CreatePrivate(string file) =>
        Guarded(
            file,
            "written",
            () =>
            {
                // A file that is there keeps the rights that it has.
                File.Delete(file);
                var options = new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.Read,
                    BufferSize = BufferSize,
                };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                return new FileStream(file, options);
            }
        );

    /// <summary>Writes a file that is there whole, or not at all.</summary>
    public static async Task<T> WriteWholeAsync<T>(string file, Func<Stream, Task<T>> write)
    {
        RefuseDevice(file);
        var partial = file + ".partial";
        T result;
        var output = CreatePrivate(partial);
        try
        {
            await using (output)
            {
                result = await write(output);
                output.Flush(flushToDisk: true);
            }
        }
        catch
        {
            // What is in it is personal, and no command will find it.
            File.Delete(partial);
            throw;
        }

        Guarded(
            file,
            "written",
            () =>
            {
                File.Move(partial, file, overwrite: true);
                return true;
            }
        );
        return result;
    }

    public static void Delete(string file) =>
        Guarded(
            file,
            "written",
            () =>
            {
                File.Delete(file);
                return true;
            }
        );

    private static T Guarded<T>(string file, string done, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException($"{file} cannot be {done}: {e.Message}");
        }
    }
}
