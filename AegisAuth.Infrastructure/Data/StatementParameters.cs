using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Parameters of a statement in a batch, as Dapper, which knows no batches, gives them to a command.</summary>
internal static partial class StatementParameters
{
    private static readonly ConcurrentDictionary<(Type Type, string Text), PropertyInfo[]> Known = new();

    /// <summary>Sets the text, and a parameter for each property that the text names.</summary>
    public static void Fill<TParameters>(DbBatchCommand command, string text, TParameters parameters)
    {
        command.CommandText = text;
        foreach (var property in Known.GetOrAdd((typeof(TParameters), text), PropertiesIn))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = property.Name;
            TypeHandlers.Set(parameter, property.PropertyType, property.GetValue(parameters));
            command.Parameters.Add(parameter);
        }
    }

    private static PropertyInfo[] PropertiesIn((Type Type, string Text) statement)
    {
        var named = Name().Matches(statement.Text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. statement.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => named.Contains(property.Name)),
        ];
    }

    [GeneratedRegex(@"@(?<name>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
