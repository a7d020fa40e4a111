using AegisAuth.Application.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Where the SQLite file lies when nothing names it: with the data of the machine, not with the program.</summary>
internal static class DatabasePlace
{
    /// <summary>The folder for the data, by name of environment variable or key.</summary>
    public const string DataKey = "AEGISAUTH_DATA";

    private const string SystemdKey = "STATE_DIRECTORY";
    private const string OldFolder = "App_Data";
    private const string FileName = "aegisauth.db";

    /// <summary>Fills the connection string. It stays empty where none is given and none can be made up.</summary>
    public static void Fill(DatabaseOptions options, IConfiguration configuration, string contentRoot)
    {
        var given = configuration.GetConnectionString("AegisAuth") ?? "";
        options.ConnectionString = given;
        if (options.Provider != DatabaseProvider.Sqlite)
        {
            return;
        }

        var sqlite = new SqliteConnectionStringBuilder(given);
        if (given.Length > 0)
        {
            sqlite.DataSource = Path.GetFullPath(sqlite.DataSource, contentRoot);
        }
        else if (Folder(configuration, contentRoot) is { } folder)
        {
            sqlite.DataSource = Path.Combine(folder, FileName);
            options.ChoosePlace(Old(contentRoot, sqlite.DataSource));
        }
        else
        {
            return;
        }

        options.ConnectionString = sqlite.ConnectionString;
    }

    /// <summary>Stops where an earlier version has left its database beside the program: starting empty would look like a loss.</summary>
    /// <exception cref="MigrationException">It is there.</exception>
    public static void RefuseOld(DatabaseOptions options)
    {
        if (options.OldFile is { } old)
        {
            var place = Path.GetDirectoryName(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);
            throw new MigrationException(
                $"A database of an earlier version lies at {old}: move it, with its -wal file, to {place}, or name it in ConnectionStrings:AegisAuth."
            );
        }
    }

    private static string? Folder(IConfiguration configuration, string contentRoot)
    {
        if (configuration[DataKey] is { Length: > 0 } data)
        {
            return Path.GetFullPath(data, contentRoot);
        }

        // systemd.exec(5): several are separated by colons.
        if (configuration[SystemdKey] is { Length: > 0 } state)
        {
            return state.Split(':')[0];
        }

        // "dotnet run" starts in the folder of the project.
        if (Directory.EnumerateFiles(contentRoot, "*.csproj").Any())
        {
            return Path.Combine(contentRoot, OldFolder);
        }

        var users = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return users.Length > 0 ? Path.Combine(users, "AegisAuth") : null;
    }

    private static string? Old(string contentRoot, string file) =>
        File.Exists(file)
            ? null
            : new[] { contentRoot, AppContext.BaseDirectory }
                .Select(folder => Path.Combine(folder, OldFolder, FileName))
                .FirstOrDefault(old => File.Exists(old) && !string.Equals(old, file, StringComparison.Ordinal));
}
