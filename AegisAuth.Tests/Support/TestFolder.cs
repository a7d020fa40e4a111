using System.Security.Cryptography;

namespace AegisAuth.Tests.Support;

/// <summary>Folders for databases that live as long as a test.</summary>
internal static class TestFolder
{
    private const string Memory = "/dev/shm";

    // A container has 64 MB there by default.
    private const long Room = 1L << 30;

    private static readonly string Parent = HasRoom() ? Memory : Path.GetTempPath();

    /// <summary>An empty folder: in memory where there is room, since no test waits for the disk to hold what it wrote.</summary>
    public static string Create()
    {
        var folder = Path.Combine(Parent, $"aegisauth-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(folder).FullName;
        }

        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    private static bool HasRoom() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room;
}
