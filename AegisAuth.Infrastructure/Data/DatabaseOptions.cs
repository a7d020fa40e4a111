using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Infrastructure.Data;

/// <summary>The engines that the SQL of this project runs on.</summary>
internal enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Section <c>Database</c>, and the connection string <c>ConnectionStrings:AegisAuth</c>.</summary>
internal sealed class DatabaseOptions
{
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Filled from <c>ConnectionStrings:AegisAuth</c>.</summary>
    public string ConnectionString { get; set; } = "";
}
