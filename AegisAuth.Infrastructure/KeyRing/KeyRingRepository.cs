using System.Xml.Linq;
using AegisAuth.Infrastructure.Data;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>Keeps the key ring in the database, so that every node reads the same one.</summary>
internal sealed class KeyRingRepository(Database database) : IXmlRepository
{
    private static readonly Sql<NoParameters> ReadAll = new("SELECT xml FROM data_protection_keys");

    private static readonly Sql<Row> Insert = new("INSERT INTO data_protection_keys (name, xml) VALUES (@Name, @Xml)");

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        // Data Protection has no asynchronous seam; it reads the ring at start and once a day.
        using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. connection.Query<string>(ReadAll.For(database.Provider)).Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var turn = database.EnterWriteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        connection.Execute(Insert.For(database.Provider), new Row(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
    }

    private sealed record Row(string Name, string Xml);
}
