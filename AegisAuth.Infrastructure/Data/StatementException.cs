using Microsoft.Data.SqlClient;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// A statement that failed, in words of our own. SQL Server quotes values in its messages (2627 a duplicate key, 2628
/// what was too long, 245 what was no number), and what is logged must not hold a hash or an address. SQLite names
/// tables and columns only, so its exceptions pass as they are.
/// </summary>
internal sealed class StatementException : Exception
{
    private StatementException(string message)
        : base(message) { }

    /// <summary>
    /// Whether the message may quote a value. The driver's own (no number) and those about the connection (class 20 and
    /// above) do not; a lost transaction is run again by <see cref="SqlUnitOfWork"/>, which must know it.
    /// </summary>
    public static bool IsNeeded(SqlException e) => e is { Number: > 0, Class: < 20 } && !Database.IsTransient(e) && !Database.IsBusy(e);

    /// <summary>Keeps what helps to find the fault: the number, where SQL Server documents it, and the place.</summary>
    public static StatementException Of(SqlException e) =>
        new($"SQL Server refused a statement: error {e.Number}, state {e.State}, class {e.Class}, line {e.LineNumber}.");
}
