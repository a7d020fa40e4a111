namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// A statement that failed, in words of our own: those of a server may quote values. It keeps what helps to find the fault:
/// the number, where the server documents it, and the place. SQLite names tables and columns only, so its exceptions pass
/// as they are.
/// </summary>
internal sealed class StatementException(string message) : Exception(message);
