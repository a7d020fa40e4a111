using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Repositories;

namespace AegisAuth.Tests.Data;

/// <summary>Which statements make nodes read sessions again.</summary>
[TestFixture]
internal sealed class SessionChangeTests
{
    [TestCase("DELETE FROM sessions WHERE id = @Id", SessionChange.Access)]
    [TestCase("delete from users", SessionChange.Access)]
    [TestCase("UPDATE users SET enabled = @Enabled, updated_at = @At WHERE id = @Id", SessionChange.Access)]
    [TestCase("UPDATE users SET updated_at = @At, nickname = COALESCE(@Nickname, nickname)", SessionChange.Access)]
    [TestCase("UPDATE users SET real_name = COALESCE(@RealName, real_name), phone = @Phone", SessionChange.None)]
    [TestCase("UPDATE sessions SET some_new_column = 1", SessionChange.Access)]
    [TestCase("UPDATE sessions SET last_seen_at = @At, renewed_at = @At WHERE id = @Id", SessionChange.LastUse)]
    [TestCase("UPDATE users\nSET last_login_at = @At\nWHERE enabled = 1", SessionChange.None)]
    [TestCase("UPDATE users SET enabled = enabled WHERE id = @Id", SessionChange.None)]
    [TestCase("INSERT INTO sessions (id) VALUES (@Id)", SessionChange.None)]
    [TestCase("UPDATE sequences SET value = value + 1 WHERE name = 'users'", SessionChange.None)]
    [TestCase("DELETE FROM verified_contacts WHERE user_id = @UserId", SessionChange.None)]
    public void Of_Statement_TellsWhatRequestsMustLearn(string sql, object change) =>
        Assert.That(SessionChanges.Of(sql), Is.EqualTo(change));

    [Test]
    public void Columns_ThatCountForNothing_AreNotReadWithASession()
    {
        var read = Statements.TSql.Single(s => s.Name == "SessionRepository.FindByToken").Text;
        var selected = read[..read.IndexOf("FROM", StringComparison.Ordinal)];

        Assert.That(SessionChanges.Elsewhere.Where(column => selected.Contains(column, StringComparison.Ordinal)), Is.Empty);
        Assert.That(SessionChanges.Elsewhere, Is.Not.Empty);
    }

    [Test]
    public void Statements_ThatChangeAccess_AreTheseAndNoOthers()
    {
        var names = Statements
            .Fields.Where(f => (SessionChange)f.FieldType.GetProperty("Change")!.GetValue(f.GetValue(null))! == SessionChange.Access)
            .Select(f => $"{f.DeclaringType!.Name}.{f.Name}");

        Assert.That(
            names,
            Is.EquivalentTo(
                (string[])
                    [
                        "ManagedUserRepository.SetEnabled",
                        "ManagedUserRepository.SetRole",
                        "SessionRepository.Delete",
                        "SessionRepository.DeleteOthers",
                        "SessionRepository.DeleteAll",
                        "SessionRepository.DeleteSurplus",
                        "SessionRepository.SetSecret",
                        "SessionRepository.DeleteSecrets",
                        "UserRepository.SetPassword",
                    ]
            )
        );
    }
}
