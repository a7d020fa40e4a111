using System.Reflection;
using AegisAuth.Infrastructure.Data;
using Microsoft.Data.SqlClient;

namespace AegisAuth.Tests.Data;

/// <summary>What the log may hold of a statement that SQL Server has refused.</summary>
[TestFixture]
internal sealed class StatementExceptionTests
{
    [Test]
    public void Of_MessageThatQuotesAValue_KeepsTheNumberAndNotTheValue()
    {
        const string Value = "$argon2id$v=19$m=19456";
        var refused = Refused(2628, $"String or binary data would be truncated. Truncated value: '{Value}'.");
        Assert.That(refused.ToString(), Does.Contain(Value), "what SQL Server says");

        Assert.That(StatementException.Of(refused).ToString(), Does.Contain("error 2628").And.Not.Contain(Value));
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
