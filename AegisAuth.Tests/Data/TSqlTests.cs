namespace AegisAuth.Tests.Data;

/// <summary>The T-SQL that no server here runs, judged by Microsoft's parser and model (DacFx).</summary>
[TestFixture]
internal sealed class TSqlTests
{
    private static readonly TSqlParameter Id = new("Id", "BIGINT");

    [Test]
    public void Schema_AndEveryStatement_Resolve() => Assert.That(TSqlModelCheck.Faults(Statements.Migrations, Statements.TSql), Is.Empty);

    [Test]
    public void Statements_OfTheRepositories_AreFound() =>
        Assert.That(
            Statements.TSql.Select(s => s.Name),
            Does.Contain("SessionRepository.FindByToken").And.Contain("LoginAttemptRepository.Update")
        );

    [Test]
    public void Statement_Right_IsAccepted() =>
        Assert.That(
            TSqlModelCheck.Faults(Statements.Migrations, [new TSqlStatement("right", "SELECT nickname FROM users WHERE id = @Id", [Id])]),
            Is.Empty
        );

    [TestCase("SELECT nicknane FROM users WHERE id = @Id", TestName = "Statement_MisspeltColumn_IsRefused")]
    [TestCase("SELECT id FROM userz WHERE id = @Id", TestName = "Statement_MisspeltTable_IsRefused")]
    [TestCase("SELECT u.nicknane FROM users u WHERE u.id = @Id", TestName = "Statement_MisspeltColumnOfAnAlias_IsRefused")]
    [TestCase("SELECT id FROM users WHERE id = @Idd", TestName = "Statement_MisspeltParameter_IsRefused")]
    [TestCase("UPDATE users SET nicknane = 'x' WHERE id = @Id", TestName = "Statement_MisspeltColumnInUpdate_IsRefused")]
    [TestCase("SELECT id FROM users WHERE id = @Id LIMIT 1", TestName = "Statement_OfTheOtherEngine_IsRefused")]
    public void Statement_Wrong_IsRefused(string text) =>
        Assert.That(TSqlModelCheck.Faults(Statements.Migrations, [new TSqlStatement("wrong", text, [Id])]), Is.Not.Empty);
}
