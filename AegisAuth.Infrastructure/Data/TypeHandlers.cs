using System.Data;
using System.Globalization;
using AegisAuth.Domain;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

/// <summary>How our own types look in a column. Registered once, before the first query.</summary>
internal static class TypeHandlers
{
    private static readonly Lock Once = new();
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
            SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new UnixMilliseconds());
            SqlMapper.AddTypeHandler(typeof(bool), new ZeroOrOne());
            SqlMapper.AddTypeHandler(new AegisSpeedIdText());
            _registered = true;
        }
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
