using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data;

/// <summary>Says in one sentence whether this run tests PostgreSQL.</summary>
[TestFixture]
internal sealed class PostgreSqlTests
{
    [Test]
    public void PostgreSql_ServerGiven_IsAmongTheEngines()
    {
        if (Environment.GetEnvironmentVariable(Engine.PostgreSqlVariable) is not { Length: > 0 })
        {
            Assert.Ignore($"{Engine.PostgreSqlVariable} holds no connection string, so nothing was tested on PostgreSQL.");
        }

        Assert.That(Engine.Available.Select(engine => engine.Name), Does.Contain("PostgreSql"));
    }
}
