using System.Runtime.InteropServices;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// Gives a hash lane less of a busy processor than whatever answers other requests: a flood of logins must not take the
/// token checks down. On an idle processor a lane is as fast as ever.
/// </summary>
internal static class LanePriority
{
    // A tenth of the share of a thread of the usual kind, so that logins still go on in a flood of token checks.
    private const int Nice = 10;
    private const int OfThread = 0;
    private const int Calling = 0;

    public static void LowerOfThisThread()
    {
        // Taken on Windows; the runtime ignores it elsewhere.
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (OperatingSystem.IsLinux())
        {
            // Linux keeps the value for each thread (setpriority(2), BUGS). Where it is refused, nothing is lost.
            _ = SetPriority(OfThread, Calling, Nice);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetPriority(int which, int who, int value);
}
