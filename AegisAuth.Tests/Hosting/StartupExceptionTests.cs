using System.Net.Sockets;
using AegisAuth.Api.Hosting;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Hosting;

/// <summary>What the operator reads when the program does not start.</summary>
[TestFixture]
internal sealed class StartupExceptionTests
{
    [Test]
    public void Explain_DatabaseThatDoesNotAnswer_NamesTheKey() =>
        Assert.That(
            StartupException.Explain(new SqliteException("unable to open database file", 14)),
            Does.StartWith("ConnectionStrings:AegisAuth names a database that does not answer: ")
        );

    [Test]
    public void Explain_AddressThatCannotBeUsed_SaysHowToListenElsewhere()
    {
#pragma warning disable MA0015 // As the framework throws it: the parameter is its own.
        Exception[] faults = [new SocketException((int)SocketError.AddressNotAvailable), new ArgumentOutOfRangeException("port")];
#pragma warning restore MA0015

        Assert.That(faults.Select(StartupException.Explain), Has.All.Contain("--urls to listen elsewhere."));
    }

    [Test]
    public void Explain_FaultOfOurs_IsLeftToTheLog() =>
        Assert.That(StartupException.Explain(new InvalidOperationException("bug")), Is.Null);
}
