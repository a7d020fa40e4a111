using System.Runtime.InteropServices;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// Makes Ctrl-C and SIGTERM a cancellation, so that a long command ends where nothing is half done and says so. The second time the
/// program ends at once.
/// </summary>
internal static class Interruption
{
    // That of a shell: 128 and the number of SIGINT.
    private const int Interrupted = 130;

    /// <summary>The exit code of the command; 130 where it was interrupted, which <paramref name="words"/> explain.</summary>
    public static async Task<int> RunAsync(TextWriter output, string words, Func<CancellationToken, Task<int>> command)
    {
        using var source = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        try
        {
            return await command(source.Token);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            await output.WriteLineAsync($"Interrupted. {words}");
            return Interrupted;
        }

        void Ask(PosixSignalContext signal)
        {
            signal.Cancel = !source.IsCancellationRequested;
            source.Cancel();
        }
    }
}
