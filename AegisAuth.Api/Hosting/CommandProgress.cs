using Spectre.Console;

namespace AegisAuth.Api.Hosting;

/// <summary>Shows how far a command is: a bar on a terminal, a line every ten seconds elsewhere.</summary>
internal static class CommandProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs the work, which tells how far it is, in the units of <paramref name="total"/>, and what to say about it.</summary>
    public static Task<T> RunAsync<T>(
        IAnsiConsole console,
        TimeProvider time,
        string title,
        long? total,
        Func<Action<long, string>, Task<T>> work
    ) =>
        console.Profile.Capabilities.Interactive
            ? RunBarAsync(console, title, total, work)
            : RunLinesAsync(console, time, title, total, work);

    private static Task<T> RunBarAsync<T>(IAnsiConsole console, string title, long? total, Func<Action<long, string>, Task<T>> work) =>
        console
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title, maxValue: Math.Max(total ?? 1, 1));
                bar.IsIndeterminate = total is null;
                var result = await work(
                    (done, words) =>
                    {
                        bar.Description = Markup.Escape($"{title} {words}");
                        bar.Value = total is null ? 0 : done;
                    }
                );
                bar.IsIndeterminate = false;
                bar.Value = bar.MaxValue;
                return result;
            });

    private static Task<T> RunLinesAsync<T>(
        IAnsiConsole console,
        TimeProvider time,
        string title,
        long? total,
        Func<Action<long, string>, Task<T>> work
    )
    {
        var last = time.GetTimestamp();
        return work(
            (done, words) =>
            {
                if (time.GetElapsedTime(last) < BetweenLines)
                {
                    return;
                }

                last = time.GetTimestamp();
                var percent = total is > 0 ? FormattableString.Invariant($" {100.0 * done / total:N0} %,") : "";
                console.Profile.Out.Writer.WriteLine($"{title}:{percent} {words}");
            }
        );
    }
}
