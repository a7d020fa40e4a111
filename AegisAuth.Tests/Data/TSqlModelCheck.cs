using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac;
using Microsoft.SqlServer.Dac.Model;

namespace AegisAuth.Tests.Data;

/// <summary>
/// Microsoft's own T-SQL parser and model as a gate, without a server: the schema and each statement, wrapped in a
/// procedure that declares exactly the statement's parameters, must resolve without a message.
/// </summary>
internal static partial class TSqlModelCheck
{
    // Unresolved names come as warnings: 71502 for tables and aliases, 71005 for columns of derived tables.
    private static readonly int[] FatalWarnings = [71502, 71005];

    /// <summary>What is wrong with these statements against this schema; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<string> schema, IEnumerable<TSqlStatement> statements)
    {
        var faults = new List<string>();
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions { Collation = "Chinese_PRC_CI_AS" });
        // A model holds declarations. The rows that a migration inserts are statements, and are checked as such.
        var parts = schema.SelectMany(Parts).ToLookup(part => part.StartsWith("INSERT", StringComparison.Ordinal));
        foreach (var declaration in WithAddedColumns(parts[false]))
        {
            Add(model, declaration, "schema", faults);
        }

        var inserts = parts[true].Select((text, i) => new TSqlStatement($"schema row {i}", text, []));
        foreach (var statement in inserts.Concat(statements))
        {
            var declared = string.Join(", ", statement.Parameters.Select(p => $"@{p.Name} {p.Type}"));
            Add(model, $"CREATE PROCEDURE [dbo].[{statement.Name}] {declared} AS BEGIN {statement.Text}; END", statement.Name, faults);
        }

        faults.AddRange(
            model.Validate().Where(m => m.MessageType == DacMessageType.Error || FatalWarnings.Contains(m.Number)).Select(m => m.ToString())
        );
        return faults;
    }

    private static void Add(TSqlModel model, string script, string name, List<string> faults)
    {
        try
        {
            model.AddObjects(script);
        }
        catch (DacModelException e)
        {
            faults.Add($"{name}: {e.Message}");
        }
    }

    // A model takes a table as it stands in the end: a column that a later migration adds belongs into its declaration.
    private static List<string> WithAddedColumns(IEnumerable<string> declarations)
    {
        var tables = new List<string>();
        foreach (var declaration in declarations)
        {
            if (AddedColumn().Match(declaration) is not { Success: true } added)
            {
                tables.Add(declaration);
                continue;
            }

            var head = $"CREATE TABLE {added.Groups["table"].Value} (";
            var table = tables.FindIndex(text => text.StartsWith(head, StringComparison.Ordinal));
            tables[table] = $"{tables[table][..^1]}, {added.Groups["column"].Value})";
        }

        return tables;
    }

    private static IEnumerable<string> Parts(string script) =>
        Regex
            .Split(Comments().Replace(script, ""), @";\s*(?:\r?\n|$)", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(part => part.Trim())
            .Where(part => part.Length > 0);

    [GeneratedRegex(@"^ALTER TABLE (?<table>\w+) ADD (?<column>.+)$", RegexOptions.Singleline, 1000)]
    private static partial Regex AddedColumn();

    [GeneratedRegex("^--.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Comments();
}

/// <summary>A statement as the check sees it.</summary>
internal sealed record TSqlStatement(string Name, string Text, IReadOnlyList<TSqlParameter> Parameters);

/// <summary>A declared parameter.</summary>
internal sealed record TSqlParameter(string Name, string Type);
