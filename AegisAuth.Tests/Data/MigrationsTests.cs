using System.Text.RegularExpressions;

namespace AegisAuth.Tests.Data;

/// <summary>The migrations of the three engines, side by side: what one has, the others have too.</summary>
[TestFixture]
internal sealed partial class MigrationsTests
{
    [TestCase("postgresql")]
    [TestCase("sqlserver")]
    public void Folders_OfAllEngines_HoldTheSameScripts(string engine) =>
        Assert.That(Statements.MigrationNamesOf(engine), Is.EqualTo(Statements.MigrationNamesOf("sqlite")));

    [TestCase("postgresql")]
    [TestCase("sqlserver")]
    public void Tables_OfAllEngines_HaveTheSameColumnsAndIndexes(string engine) => Assert.That(Names(engine), Is.EqualTo(Names("sqlite")));

    [Test]
    public void PostgreSql_Text_IsComparedByItsCodePoints() =>
        Assert.That(
            Statements.MigrationsOf("postgresql").SelectMany(script => PlainText().Matches(script)).Select(match => match.Value),
            Is.Empty
        );

    // Lines of a table, "table.column NULL" or "table.column NOT NULL", and indexes with their columns.
    private static List<string> Names(string engine)
    {
        var names = new List<string>();
        foreach (var script in Statements.MigrationsOf(engine))
        {
            var table = "";
            foreach (var line in script.Split('\n').Select(line => line.TrimEnd('\r')))
            {
                if (Table().Match(line) is { Success: true } created)
                {
                    table = created.Groups["table"].Value;
                }
                else if (Added().Match(line) is { Success: true } added)
                {
                    names.Add($"{added.Groups["table"].Value}.{added.Groups["column"].Value} {added.Groups["null"].Value}");
                }
                else if (Column().Match(line) is { Success: true } column)
                {
                    names.Add($"{table}.{column.Groups["column"].Value} {column.Groups["null"].Value}");
                }
                else if (
                    line.StartsWith("CREATE INDEX", StringComparison.Ordinal) || line.StartsWith("CREATE UNIQUE", StringComparison.Ordinal)
                )
                {
                    names.Add(line.Trim());
                }
            }
        }

        return names;
    }

    [GeneratedRegex(@"^CREATE TABLE (?<table>\w+)", RegexOptions.None, 1000)]
    private static partial Regex Table();

    [GeneratedRegex(@"^ALTER TABLE (?<table>\w+) ADD (?:COLUMN )?(?<column>\w+) .*?\b(?<null>NOT NULL|NULL)", RegexOptions.None, 1000)]
    private static partial Regex Added();

    [GeneratedRegex(@"^    (?<column>[a-z_]+) [A-Z].*?\b(?<null>NOT NULL|NULL)\b", RegexOptions.None, 1000)]
    private static partial Regex Column();

    [GeneratedRegex("""\w+ (?:TEXT|VARCHAR\S*|CHAR\S*)(?! COLLATE "C")""", RegexOptions.None, 1000)]
    private static partial Regex PlainText();
}
