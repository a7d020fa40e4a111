using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Importing;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Infrastructure.Data;

/// <summary>A SQLite file without a name, which is SQLite's own and gone when it is closed, however that happens.</summary>
internal sealed class ImportScratch : IImportScratch
{
    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False");
    private readonly SqliteCommand _note;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _claim;
    private readonly SqliteCommand _claimed;

    public ImportScratch()
    {
        _connection.Open();
        using var setup = _connection.CreateCommand();
        setup.CommandText = """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
            CREATE TABLE numbers (in_file INTEGER NOT NULL PRIMARY KEY, here INTEGER NOT NULL);
            CREATE TABLE claims (key_hash BLOB NOT NULL PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
            -- Never ended: no other connection reads the file, and it is gone with the connection.
            BEGIN;
            """;
        setup.ExecuteNonQuery();
        _note = Command(
            "INSERT INTO numbers (in_file, here) VALUES ($a, $b) ON CONFLICT (in_file) DO UPDATE SET here = excluded.here WHERE here = 0"
        );
        _find = Command("SELECT here FROM numbers WHERE in_file = $a");
        _claim = Command("INSERT OR IGNORE INTO claims (key_hash, digest) VALUES ($a, $b)");
        _claimed = Command("SELECT digest FROM claims WHERE key_hash = $a");
    }

    public void NoteNumbers(IReadOnlyCollection<(long InFile, long Here)> numbers)
    {
        foreach (var (inFile, here) in numbers)
        {
            Run(_note, inFile, here).ExecuteNonQuery();
        }
    }

    public long? FindNumber(long inFile) => (long?)Run(_find, inFile, 0L).ExecuteScalar();

    public byte[]? Claim(IReadOnlyCollection<string> keys, byte[] digest)
    {
        var hashes = keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key))).ToList();
        foreach (var hash in hashes)
        {
            if (Run(_claimed, hash, 0L).ExecuteScalar() is byte[] earlier)
            {
                return earlier;
            }
        }

        foreach (var hash in hashes)
        {
            Run(_claim, hash, digest).ExecuteNonQuery();
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_note, _find, _claim, _claimed])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteCommand Run(SqliteCommand command, object a, object b)
    {
        command.Parameters[0].Value = a;
        command.Parameters[1].Value = b;
        return command;
    }

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$a", 0L);
        command.Parameters.AddWithValue("$b", 0L);
        return command;
    }
}
