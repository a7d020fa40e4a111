using System.Reflection;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Data;

namespace AegisAuth.Tests.Data;

/// <summary>Every SQL statement of the program, found by its type.</summary>
internal static class Statements
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The fields that hold a statement.</summary>
    public static IReadOnlyList<FieldInfo> Fields { get; } =
    [
        .. typeof(SqlUnitOfWork)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(AnyStatic))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(Sql<>)),
    ];

    /// <summary>The statements as SQL Server gets them, with the parameters that their type has.</summary>
    public static IReadOnlyList<TSqlStatement> TSql { get; } = [.. Fields.Select(Read)];

    /// <summary>The T-SQL migrations, in their order.</summary>
    public static IReadOnlyList<string> Migrations { get; } = [.. MigrationsOf("sqlserver")];

    /// <summary>The migrations of an engine, in their order.</summary>
    public static IEnumerable<string> MigrationsOf(string engine)
    {
        var assembly = typeof(SqlUnitOfWork).Assembly;
        foreach (var name in ResourcesOf(engine))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    /// <summary>The file names of the migrations of an engine, in their order.</summary>
    public static IReadOnlyList<string> MigrationNamesOf(string engine) =>
        [.. ResourcesOf(engine).Select(name => name[(name.IndexOf($".{engine}.", StringComparison.Ordinal) + engine.Length + 2)..])];

    private static IOrderedEnumerable<string> ResourcesOf(string engine) =>
        typeof(SqlUnitOfWork)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.Contains($".Migrations.{engine}.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static TSqlStatement Read(FieldInfo field)
    {
        var sql = field.GetValue(null)!;
        var text = (string)field.FieldType.GetMethod("For")!.Invoke(sql, [DatabaseProvider.SqlServer])!;
        var parameters = field
            .FieldType.GetGenericArguments()[0]
            .GetProperties()
            .Select(p => new TSqlParameter(p.Name, TypeOf(p.PropertyType)));
        return new TSqlStatement($"{field.DeclaringType!.Name}.{field.Name}", text, [.. parameters]);
    }

    private static string TypeOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(string) => "NVARCHAR(4000)",
            var t when t == typeof(byte[]) => "VARBINARY(8000)",
            var t when t == typeof(bool) => "BIT",
            var t when t == typeof(int) || t.IsEnum => "INT",
            var t when t == typeof(long) || t == typeof(DateTimeOffset) => "BIGINT",
            var t when t == typeof(AegisSpeedId) => "CHAR(9)",
            var t => throw new NotSupportedException($"No column type for {t}."),
        };
}
