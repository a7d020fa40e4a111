using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Support;

/// <summary>
/// The database of a program that was started once in Development and stopped again: its copies spare every other program
/// of the run the migrations, the key ring and the accounts. The program itself makes it, so it is never stale.
/// </summary>
internal static class StartedDatabase
{
    private static readonly Lazy<Task<byte[]>> Made = new(MakeFileAsync);

    /// <summary>The file of SQLite.</summary>
    public static byte[] File => Made.Value.GetAwaiter().GetResult();

    /// <summary>Makes one out of an empty database.</summary>
    public static async Task FillAsync(EmptyDatabase database)
    {
        await using var app = TestApp.CreateOn(database);
        app.Start();
    }

    private static async Task<byte[]> MakeFileAsync()
    {
        var folder = TestFolder.Create();
        await using (var app = TestApp.CreateOn(folder))
        {
            app.Start();
        }

        // It is whole once the program is gone: the last connection has written SQLite's log into it.
        var file = await System.IO.File.ReadAllBytesAsync(ServiceProcess.DatabaseOf(folder));
        Directory.Delete(folder, recursive: true);
        return file;
    }
}
