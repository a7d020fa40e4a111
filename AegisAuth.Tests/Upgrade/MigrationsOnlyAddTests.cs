using System.Text.RegularExpressions;
using AegisAuth.Tests.Data;

namespace AegisAuth.Tests.Upgrade;

/// <summary>
/// Within one major version migrations only add, so that a node of the version before works beside the new one while nodes
/// are exchanged: it must be able to insert into a table that has columns it does not know.
/// </summary>
[TestFixture]
internal sealed partial class MigrationsOnlyAddTests
{
    // Nothing yet. A statement that must do more stands here as "engine/script: statement", with the reason beside it.
    private static readonly string[] Exceptions = [];

    [TestCase("sqlite")]
    [TestCase("postgresql")]
    [TestCase("sqlserver")]
    public void Statements_OfAllMigrations_OnlyAdd(string engine)
    {
        var other = new List<string>();
        var count = 0;
        foreach (var (name, text) in Statements.MigrationNamesOf(engine).Zip(Statements.MigrationsOf(engine)))
        {
            foreach (var statement in StatementsOf(text))
            {
                count++;
                if (!Adds(statement))
                {
                    other.Add($"{engine}/{name}: {statement}");
                }
            }
        }

        Assert.That(count, Is.GreaterThan(40));
        Assert.That(other.Except(Exceptions, StringComparer.Ordinal), Is.Empty);
    }

    [TestCase("CREATE TABLE a (b INTEGER)", true)]
    [TestCase("CREATE INDEX a_b ON a (b)", true)]
    [TestCase("ALTER TABLE a ADD COLUMN c INTEGER NULL", true)]
    [TestCase("ALTER TABLE a ADD c BIGINT NOT NULL DEFAULT 0", true)]
    [TestCase("INSERT INTO a (b) VALUES (1)", true)]
    // An older node does not know the column and gives it no value.
    [TestCase("ALTER TABLE a ADD c BIGINT NOT NULL", false)]
    // It may insert what the index refuses.
    [TestCase("CREATE UNIQUE INDEX a_b ON a (b)", false)]
    [TestCase("ALTER TABLE a DROP COLUMN b", false)]
    [TestCase("ALTER TABLE a RENAME TO b", false)]
    [TestCase("DROP TABLE a", false)]
    [TestCase("UPDATE a SET b = 1", false)]
    [TestCase("DELETE FROM a", false)]
    [TestCase("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END", false)]
    public void Adds_Statement_IsJudged(string statement, bool adds) => Assert.That(Adds(statement), Is.EqualTo(adds));

    private static bool Adds(string statement) => Addition().IsMatch(statement) && !NeedsAValue().IsMatch(statement);

    private static IEnumerable<string> StatementsOf(string script) =>
        Comment().Replace(script, "").Split(';').Select(text => Blank().Replace(text, " ").Trim()).Where(text => text.Length > 0);

    [GeneratedRegex(@"^(?:CREATE TABLE|CREATE INDEX|ALTER TABLE \w+ ADD (?!CONSTRAINT)|INSERT INTO) ?", RegexOptions.None, 1000)]
    private static partial Regex Addition();

    [GeneratedRegex(@"^ALTER TABLE (?!.*\bDEFAULT\b).*\bNOT NULL\b", RegexOptions.None, 1000)]
    private static partial Regex NeedsAValue();

    [GeneratedRegex("--[^\n]*", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
