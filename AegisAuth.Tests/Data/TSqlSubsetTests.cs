namespace AegisAuth.Tests.Data;

/// <summary>Every T-SQL statement stays within what can be run on more than one server.</summary>
[TestFixture]
internal sealed class TSqlSubsetTests
{
    [Test]
    public void Statements_AndMigrations_StayWithin() =>
        Assert.That(
            Statements
                .TSql.SelectMany(statement => TSqlSubset.Faults(statement.Text).Select(fault => $"{statement.Name}, {fault}"))
                .Concat(Statements.Migrations.SelectMany(TSqlSubset.Faults)),
            Is.Empty
        );

    [TestCase("MERGE users AS t USING users AS s ON t.id = s.id WHEN MATCHED THEN DELETE;")]
    [TestCase("CREATE OR ALTER VIEW v AS SELECT 1 AS one")]
    [TestCase("CREATE TABLE t (id INT NOT NULL, INDEX t_by_id (id))")]
    [TestCase("ALTER TABLE t ADD a INT NULL, b INT NULL")]
    [TestCase("UPDATE t SET a += 1")]
    [TestCase("WITH c AS (SELECT TOP (1) a FROM t ORDER BY a) DELETE FROM c")]
    [TestCase("WITH c AS (SELECT a FROM t) UPDATE c SET a = 1")]
    [TestCase("WAITFOR DELAY '00:00:01'")]
    [TestCase("ALTER DATABASE d SET READ_COMMITTED_SNAPSHOT ON")]
    [TestCase("SELECT a FROM t WITH (UPDLOCK, HOLDLOCK)")]
    [TestCase("SELECT name FROM sys.indexes")]
    [TestCase("INSERT INTO t (a, b) VALUES (1)")]
    [TestCase("SELECT a FROM")]
    public void Script_Outside_IsRefused(string script) => Assert.That(TSqlSubset.Faults(script), Is.Not.Empty);

    [TestCase("WITH c AS (SELECT a FROM t) DELETE FROM t WHERE a IN (SELECT a FROM c)")]
    [TestCase("ALTER TABLE t ADD a INT NULL")]
    [TestCase("UPDATE t SET a = a + 1 OUTPUT inserted.a WHERE b = 2")]
    public void Script_Within_IsAccepted(string script) => Assert.That(TSqlSubset.Faults(script), Is.Empty);
}
