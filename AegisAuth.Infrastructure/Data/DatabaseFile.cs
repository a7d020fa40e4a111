using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data;

/// <summary>The SQLite file: made for its owner alone, and known again. On a server engine it does nothing.</summary>
internal sealed class DatabaseFile(IOptions<DatabaseOptions> options)
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly string? _path =
        options.Value.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource
            : null;

    private UInt128? _identity;

    /// <summary>How a file is opened that only its owner may read.</summary>
    public static FileStreamOptions Own(FileMode mode, FileShare share)
    {
        var own = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
        {
            own.UnixCreateMode = OwnersFile;
        }

        return own;
    }

    /// <summary>
    /// Makes folder and file where they are missing, and takes them away from others where they are there (an existing folder
    /// that the operator named is the operator's business). SQLite gives its WAL the mode of the file.
    /// </summary>
    public void Create()
    {
        if (_path is null)
        {
            return;
        }

        var folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnersFolder);
        if (options.Value.IsDefaultPlace && File.GetUnixFileMode(folder) != OwnersFolder)
        {
            File.SetUnixFileMode(folder, OwnersFolder);
        }

        if (!File.Exists(_path))
        {
            using var made = new FileStream(_path, Own(FileMode.OpenOrCreate, FileShare.ReadWrite));
        }

        foreach (var file in new[] { _path, _path + "-wal", _path + "-shm", _path + ".migrating" })
        {
            if (File.Exists(file) && File.GetUnixFileMode(file) != OwnersFile)
            {
                File.SetUnixFileMode(file, OwnersFile);
            }
        }
    }

    /// <summary>Remembers which file it is that the program has open.</summary>
    public void Remember() => _identity = _path is null ? null : Identity(_path);

    /// <summary>Whether that file is still the one at its path: what is written to a deleted one is lost.</summary>
    public bool IsStillThere() => _path is null || (File.Exists(_path) && (_identity is null || _identity == Identity(_path)));

    /// <summary>Whether the path leads to the database or to a file beside it that SQLite keeps.</summary>
    public bool Is(string path) =>
        _path is not null && new[] { _path, _path + "-wal", _path + "-shm" }.Any(own => own == path || IsSame(own, path));

    // By another name too: a hard link, or a folder that is reached in two ways.
    private static bool IsSame(string one, string other) =>
        File.Exists(one) && File.Exists(other) && Identity(one) is { } identity && identity == Identity(other);

    // Device and inode, from statx(2): its layout is the same on every Linux. Elsewhere an open file cannot be replaced
    // (Windows), or only its absence shows.
    private static UInt128? Identity(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var found = new byte[256];
        try
        {
            return statx(-100, Encoding.UTF8.GetBytes(path + '\0'), 0, 0x100, found) == 0
                ? new UInt128(
                    BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(136)),
                    BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(32))
                )
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", SetLastError = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] found);
}
