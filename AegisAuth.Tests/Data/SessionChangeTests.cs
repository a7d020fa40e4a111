using AegisAuth.Infrastructure.Data;

namespace AegisAuth.Tests.Data;

/// <summary>Which statements make nodes read sessions again: what stands beside each, and what its text does.</summary>
[TestFixture]
internal sealed class SessionChangeTests
{
    [Test]
    public void Statements_AllOfThem_SayBesideTheirTextWhatTheyMakeStale()
    {
        var disagree = Statements
            .Fields.Select(field => (Name: $"{field.DeclaringType!.Name}.{field.Name}", Declared: Declared(field)))
            .Zip(Statements.TSql, (field, statement) => (field.Name, field.Declared, Found: StatementEffect.Of(statement.Text)))
            .Where(statement => statement.Declared != statement.Found)
            .Select(statement => $"{statement.Name} says {statement.Declared}, its text says {statement.Found}");

        Assert.That(disagree, Is.Empty);
    }

    [Test]
    public void Statements_ThatChangeAccess_AreFound() =>
        Assert.That(
            Statements.Fields.Where(f => Declared(f) == SessionChange.Access).Select(f => $"{f.DeclaringType!.Name}.{f.Name}"),
            Is.SupersetOf((string[])["SessionRepository.Delete", "UserRepository.SetPassword", "ManagedUserRepository.SetRole"])
        );

    [TestCase("DELETE FROM sessions WHERE id = @Id", SessionChange.Access)]
    [TestCase("DELETE FROM sessions WHERE expires_at <= @Now AND id = @Id", SessionChange.Access)]
    [TestCase("DELETE FROM sessions WHERE expires_at <= @Now", SessionChange.Ended)]
    [TestCase("delete from users", SessionChange.Access)]
    [TestCase("DELETE s FROM sessions s JOIN users u ON u.id = s.user_id", SessionChange.Access)]
    [TestCase("UPDATE users SET enabled = @Enabled, updated_at = @At WHERE id = @Id", SessionChange.Access)]
    [TestCase("UPDATE u SET enabled = 0 FROM users u WHERE u.id = @Id", SessionChange.Access)]
    [TestCase("UPDATE users SET updated_at = @At, nickname = COALESCE(@Nickname, nickname)", SessionChange.Access)]
    [TestCase("UPDATE users SET real_name = COALESCE(@RealName, real_name), phone = @Phone", SessionChange.None)]
    [TestCase("UPDATE sessions SET last_seen_at = @At, renewed_at = @At WHERE id = @Id", SessionChange.LastUse)]
    [TestCase("UPDATE sessions SET last_seen_at = @At, expires_at = @At WHERE id = @Id", SessionChange.Access)]
    [TestCase("UPDATE users\nSET last_login_at = @At\nWHERE enabled = 1", SessionChange.None)]
    [TestCase("UPDATE users SET enabled = enabled WHERE id = @Id", SessionChange.None)]
    [TestCase("INSERT INTO sessions (id) VALUES (@Id)", SessionChange.None)]
    [TestCase("UPDATE sequences SET value = value + 1 WHERE name = 'users'", SessionChange.None)]
    [TestCase("DELETE FROM verified_contacts WHERE user_id = @UserId", SessionChange.None)]
    public void Effect_OfAStatement_IsReadFromItsTablesAndColumns(string sql, object change) =>
        Assert.That(StatementEffect.Of(sql), Is.EqualTo(change));

    [Test]
    public void Columns_ReadWithASession_AreThoseThatDecide() =>
        Assert.That(
            StatementEffect.ColumnsOf(Statements.TSql.Single(s => s.Name == "SessionRepository.FindByToken").Text),
            Is.SupersetOf(
                (string[])["sessions.expires_at", "sessions.secret_hash", "users.enabled", "users.role", "users.must_change_password"]
            )
        );

    private static SessionChange Declared(System.Reflection.FieldInfo field) =>
        (SessionChange)field.FieldType.GetProperty("Change")!.GetValue(field.GetValue(null))!;
}
