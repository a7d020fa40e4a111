using System.Reflection;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AegisAuth.Tests.Data;

/// <summary>What the log may hold of a statement that a server has refused.</summary>
[TestFixture]
internal sealed class StatementExceptionTests
{
    [Test]
    public void Of_MessageThatQuotesAValue_KeepsTheNumberAndNotTheValue()
    {
        const string Value = "$argon2id$v=19$m=19456";
        var refused = Refused(2628, $"String or binary data would be truncated. Truncated value: '{Value}'.");
        Assert.That(refused.ToString(), Does.Contain(Value), "what SQL Server says");
        using var database = new SqlServerDatabase(Options.Create(new DatabaseOptions()));

        Assert.That(database.Reword(refused)!.ToString(), Does.Contain("error 2628").And.Not.Contain(Value));
    }

    [Test]
    public void Reword_OfPostgreSql_KeepsTheStateAndNotTheValue()
    {
        const string Value = "li@example.com";
        var refused = new PostgresException(
            $"invalid input: \"{Value}\"",
            "ERROR",
            "ERROR",
            "22P02",
            detail: $"Key (contact_key)=({Value}) already exists.",
            tableName: "verified_contacts"
        );
        using var database = new PostgreSqlDatabase(Options.Create(new DatabaseOptions { ConnectionString = "Host=localhost" }));

        Assert.That(database.Reword(refused)!.ToString(), Does.Contain("error 22P02, table verified_contacts").And.Not.Contain(Value));
    }

    [TestCase("40001")]
    [TestCase("40P01")]
    [TestCase("57P01")]
    public void Reword_WhatIsRunAgainOrAboutTheServer_IsLeftAsItIs(string state)
    {
        using var database = new PostgreSqlDatabase(Options.Create(new DatabaseOptions { ConnectionString = "Host=localhost" }));

        Assert.That(database.Reword(new PostgresException("x", "ERROR", "ERROR", state)), Is.Null);
    }

    // Only the driver can make one; its constructors are its own.
    private static SqlException Refused(int number, string message)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        var constructor = typeof(SqlError)
            .GetConstructors(Own)
            .First(c => c.GetParameters() is [var first, ..] && first.ParameterType == typeof(int));
        var values = constructor
            .GetParameters()
            .Select(parameter =>
                parameter.Name switch
                {
                    "infoNumber" => number,
                    "errorMessage" => message,
                    _ when parameter.HasDefaultValue => parameter.DefaultValue,
                    _ when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
                    _ => null,
                }
            )
            .ToArray();
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Own)!.Invoke(errors, [constructor.Invoke(values)]);
        var create = typeof(SqlException)
            .GetMethods(Own)
            .First(m => m.Name == "CreateException" && m.GetParameters() is [{ ParameterType.Name: nameof(SqlErrorCollection) }, _]);
        return (SqlException)create.Invoke(null, [errors, "17"])!;
    }
}
