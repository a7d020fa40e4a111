using System.Text;
using AegisAuth.Application.Importing;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Support;

/// <summary>Imports and exports of a program that runs, without files.</summary>
internal static class ImportCalls
{
    /// <summary>Brings lines.</summary>
    public static Task<ImportResult> ImportAsync(this TestApp app, params string[] lines) =>
        app.ImportAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), new ImportRequest(DryRun: false, WithRoles: false));

    /// <summary>Brings a file.</summary>
    public static async Task<ImportResult> ImportAsync(this TestApp app, byte[] file, ImportRequest request)
    {
        await using var scope = app.Services.CreateAsyncScope();
        using var scratch = scope.ServiceProvider.GetRequiredService<IImportScratch>();
        var observer = new Observer();
        var counts = await scope
            .ServiceProvider.GetRequiredService<UserImport>()
            .RunAsync(() => new MemoryStream(file), request, scratch, observer, CancellationToken.None);
        return new ImportResult(counts, observer.Lines, observer.Members);
    }

    /// <summary>Takes every user along.</summary>
    public static async Task<byte[]> ExportAsync(this TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        using var output = new MemoryStream();
        await scope.ServiceProvider.GetRequiredService<UserExport>().RunAsync(output, _ => { }, CancellationToken.None);
        return output.ToArray();
    }

    private sealed class Observer : IImportObserver
    {
        public List<RefusedLine> Lines { get; } = [];

        public List<string> Members { get; } = [];

        public void Refused(RefusedLine line) => Lines.Add(line);

        public void Advanced(ImportCounts counts) { }

        public void Unknown(string member) => Members.Add(member);
    }
}

/// <summary>What an import came to.</summary>
internal sealed record ImportResult(ImportCounts Counts, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> Unknown)
{
    /// <summary>Imported, skipped and refused.</summary>
    public (long, long, long) Fates => (Counts.Imported, Counts.Skipped, Counts.Refused);

    /// <summary>The reasons, each after the number of its line.</summary>
    public IEnumerable<string> Reasons => Refused.Select(line => line.ToString());
}
