namespace AegisAuth.Application.Common;

/// <summary>
/// Another program held the database for longer than a request may wait. Nothing was done; the client hears "busy" and may
/// try again.
/// </summary>
public sealed class DatabaseBusyException(Exception? innerException = null)
    : Exception("The database was held by another program for too long.", innerException);
