using System.Xml.Linq;
using AegisAuth.Infrastructure.Data;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>Keeps the key ring in the database, so that every node reads the same one.</summary>
internal sealed class KeyRingRepository(Database database, RingCipher cipher) : IXmlRepository
{
    private static readonly Sql<NoParameters> ReadAll = new("SELECT name, xml FROM data_protection_keys");

    private static readonly Sql<Row> Insert = new("INSERT INTO data_protection_keys (name, xml) VALUES (@Name, @Xml)");

    private static readonly Sql<Row> Update = new("UPDATE data_protection_keys SET xml = @Xml WHERE name = @Name");

    public IReadOnlyCollection<XElement> GetAllElements() => [.. Entries().Select(entry => entry.Xml)];

    /// <summary>The stored keys, opened.</summary>
    public IReadOnlyList<RingEntry> Entries()
    {
        // Data Protection has no asynchronous seam; the ring is read at start, once a day, and when another node has a new key.
        using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. connection.Query<Row>(ReadAll.For(database.Provider)).Select(row => cipher.Read(row.Name, row.Xml))];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        Write(Insert, friendlyName, element.ToString(SaveOptions.DisableFormatting));

    /// <summary>Stores an opened key again, encrypted with <c>Encryption:Key</c>.</summary>
    public void Rewrite(RingEntry entry) => Write(Update, entry.Name, cipher.Write(entry.Xml));

    private void Write(Sql<Row> sql, string name, string xml)
    {
        using var turn = database.EnterWriteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        connection.Execute(sql.For(database.Provider), new Row { Name = name, Xml = xml });
    }

    private sealed record Row
    {
        public required string Name { get; init; }

        public required string Xml { get; init; }
    }
}
