namespace AegisAuth.Application;

/// <summary>
/// The database does not answer, or ends the conversation. What the request began is undone, or it was committed and the
/// answer was lost; a client may ask again soon.
/// </summary>
/// <param name="inner">What the driver says; its words may name a server, never a value.</param>
public sealed class DatabaseAwayException(Exception inner) : Exception("The database does not answer.", inner)
{
    /// <summary>When a client may ask again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
}
