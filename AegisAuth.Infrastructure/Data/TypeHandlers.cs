using System.Data;
using System.Data.Common;
using System.Globalization;
using AegisAuth.Domain;
using Dapper;
using Npgsql;

namespace AegisAuth.Infrastructure.Data;

/// <summary>How our own types look in a column. Registered once, before the first query.</summary>
internal static class TypeHandlers
{
    private static readonly Lock Once = new();
    private static readonly Dictionary<Type, SqlMapper.ITypeHandler> Handlers = new()
    {
        [typeof(DateTimeOffset)] = new UnixMilliseconds(),
        [typeof(bool)] = new ZeroOrOne(),
        [typeof(string)] = new StorableText(),
        [typeof(AegisSpeedId)] = new AegisSpeedIdText(),
    };
    private static bool _registered;

    public static void Register()
    {
        lock (Once)
        {
            if (_registered)
            {
                return;
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;
            // Dapper's own map for the type would win for parameters.
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.RemoveTypeMap(typeof(bool));
            SqlMapper.RemoveTypeMap(typeof(bool?));
            SqlMapper.RemoveTypeMap(typeof(string));
            foreach (var (type, handler) in Handlers)
            {
                SqlMapper.AddTypeHandler(type, handler);
            }

            _registered = true;
        }
    }

    /// <summary>Sets a parameter of a batch as Dapper sets one of a command.</summary>
    public static void Set(DbParameter parameter, Type type, object? value)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Handlers.TryGetValue(plain, out var handler))
        {
            handler.SetValue(parameter, value ?? DBNull.Value);
            return;
        }

        parameter.DbType = plain switch
        {
            _ when plain == typeof(byte[]) => DbType.Binary,
            _ when plain == typeof(long) => DbType.Int64,
            _ when plain == typeof(int) || plain.IsEnum => DbType.Int32,
            _ => throw new NotSupportedException($"No column type for {plain}."),
        };
        parameter.Value = value is Enum number ? Convert.ToInt32(number, CultureInfo.InvariantCulture) : value ?? DBNull.Value;
    }

    // Not Dapper's TypeHandler<T>: that one leaves the type of a null open, and SqlClient then sends it as NVARCHAR.
    private sealed class UnixMilliseconds : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value is DateTimeOffset time ? time.ToUnixTimeMilliseconds() : DBNull.Value;
        }

        public object Parse(Type destinationType, object value) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }

    // PostgreSQL compares no boolean with a number, and one text says "enabled = 1" to all engines.
    private sealed class ZeroOrOne : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.Int32;
            parameter.Value = value is bool yes ? (yes ? 1 : 0) : DBNull.Value;
        }

        public object Parse(Type destinationType, object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;
    }

    // PostgreSQL takes no U+0000 in a text, and answers 22021. A client may send one in any name that is looked up, so it
    // becomes the character that stands for what cannot be shown: it is found nowhere, and no request fails.
    private sealed class StorableText : SqlMapper.ITypeHandler
    {
        // As Dapper does: one size for all short texts lets SQL Server keep one plan for them.
        private const int OneSize = 4000;

        public void SetValue(IDbDataParameter parameter, object value)
        {
            var text = value as string;
            if (parameter is NpgsqlParameter && text?.Contains('\0', StringComparison.Ordinal) == true)
            {
                text = text.Replace('\0', '\uFFFD');
            }

            parameter.DbType = DbType.String;
            parameter.Size = text is { Length: > OneSize } ? -1 : OneSize;
            parameter.Value = text ?? (object)DBNull.Value;
        }

        public object Parse(Type destinationType, object value) => (string)value;
    }

    private sealed class AegisSpeedIdText : SqlMapper.TypeHandler<AegisSpeedId>
    {
        public override void SetValue(IDbDataParameter parameter, AegisSpeedId value)
        {
            parameter.DbType = DbType.AnsiStringFixedLength;
            parameter.Size = AegisSpeedId.Length;
            parameter.Value = value.ToString();
        }

        public override AegisSpeedId Parse(object value) => AegisSpeedId.Parse((string)value);
    }
}
