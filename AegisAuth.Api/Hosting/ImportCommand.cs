using System.Globalization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Importing;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace AegisAuth.Api.Hosting;

/// <summary>What <c>--import FILE</c> does: brings users, says what became of the lines, and ends.</summary>
internal static class ImportCommand
{
    private const int AllTaken = 0;
    private const int SomeRefused = 2;

    /// <summary>The exit code: 0, or 2 where lines were refused. They stand beside the file, with the reasons.</summary>
    /// <exception cref="StartupException">The file cannot be read.</exception>
    public static async Task<int> RunAsync(
        WebApplication app,
        string file,
        ImportRequest request,
        IAnsiConsole console,
        CancellationToken cancellationToken
    )
    {
        var length = CommandFile.LengthOf(file);
        await PrepareAsync(app, request);
        await using var scope = app.Services.CreateAsyncScope();
        var time = app.Services.GetRequiredService<TimeProvider>();
        using var refused = new RefusedFile(file + ".rejected");
        scope.ServiceProvider.GetRequiredService<IImportedUsers>().ExpectMany();
        using var scratch = scope.ServiceProvider.GetRequiredService<IImportScratch>();
        var began = time.GetTimestamp();
        var counts = await CommandProgress.RunAsync(
            console,
            time,
            "Importing",
            length,
            progress =>
                scope
                    .ServiceProvider.GetRequiredService<UserImport>()
                    .RunAsync(
                        () => CommandFile.OpenRead(file),
                        request,
                        scratch,
                        new Observer(refused, progress, console),
                        cancellationToken
                    )
        );
        foreach (var line in Summary(counts, request, time.GetElapsedTime(began), refused.Path))
        {
            console.Profile.Out.Writer.WriteLine(line);
        }

        return counts.Refused == 0 ? AllTaken : SomeRefused;
    }

    private static async Task PrepareAsync(WebApplication app, ImportRequest request)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        // To say what would happen is no reason to upgrade a database: only where there is none, an empty one is made.
        if (request.DryRun && !app.Services.GetRequiredService<IMigrator>().IsEmpty())
        {
            app.RequireSchema();
            return;
        }

        await app.RunStartupTasksAsync(withFirstAdmin: false);
    }

    private static IEnumerable<string> Summary(ImportCounts counts, ImportRequest request, TimeSpan took, string refused)
    {
        var rate = counts.Lines / Math.Max(took.TotalSeconds, 0.001);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{(request.DryRun ? "Would import" : "Imported")} {counts.Imported:N0}, skipped {counts.Skipped:N0} that are there already, "
                + $"refused {counts.Refused:N0}, of {counts.Lines:N0} lines in {took.TotalSeconds:N1} s ({rate:N0} lines a second)."
        );
        if (counts.Wrapped > 0)
        {
            yield return FormattableString.Invariant($"Weak password hashes that were wrapped in Argon2id: {counts.Wrapped:N0}.");
        }

        if (counts.Renumbered > 0)
        {
            yield return FormattableString.Invariant($"Ids that were not free, whose users have new ones: {counts.Renumbered:N0}.");
        }

        if (counts.WithoutInviter > 0)
        {
            yield return FormattableString.Invariant($"Users whose inviter is neither in the file nor here: {counts.WithoutInviter:N0}.");
        }

        if (counts.Refused > 0)
        {
            yield return $"The refused lines and the reasons: {refused}";
        }
    }

    private sealed class Observer(RefusedFile refused, Action<long, string> progress, IAnsiConsole console) : IImportObserver
    {
        public void Refused(RefusedLine line) => refused.Add(line);

        public void Advanced(ImportCounts counts)
        {
            refused.Flush();
            progress(
                counts.Bytes,
                FormattableString.Invariant(
                    $"{counts.Lines:N0} lines: {counts.Imported:N0} new, {counts.Skipped:N0} there already, {counts.Refused:N0} refused"
                )
            );
        }

        public void Unknown(string member) => console.Profile.Out.Writer.WriteLine($"A member is not read: {member}");
    }
}
