using AegisAuth.Application.Importing;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace AegisAuth.Api.Hosting;

/// <summary>What <c>--export FILE</c> does: writes every user into a file that an import reads, and ends.</summary>
internal static class ExportCommand
{
    private const int Written = 0;

    /// <summary>The exit code, 0. The file appears under its name when it is whole, and only its owner may read it.</summary>
    /// <exception cref="StartupException">The file cannot be written, or the schema is not that of this version.</exception>
    public static async Task<int> RunAsync(WebApplication app, string file, IAnsiConsole console, CancellationToken cancellationToken)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.RequireSchema();

        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IImportedUsers>().ExpectMany();
        var count = await CommandProgress.RunAsync(
            console,
            app.Services.GetRequiredService<TimeProvider>(),
            "Exporting",
            total: null,
            progress =>
                CommandFile.WriteWholeAsync(
                    file,
                    output =>
                        scope
                            .ServiceProvider.GetRequiredService<UserExport>()
                            .RunAsync(output, users => progress(users, FormattableString.Invariant($"{users:N0} users")), cancellationToken)
                )
        );
        await console.Profile.Out.Writer.WriteLineAsync(FormattableString.Invariant($"Exported {count:N0} users to {file}."));
        return Written;
    }
}
