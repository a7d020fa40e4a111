namespace AegisAuth.Application.Messages;

/// <summary>A message that was not sent, and what is known about why.</summary>
/// <param name="reason">A short text for the log: never an address, a number or a code.</param>
/// <param name="isFinal">True when another try cannot help.</param>
/// <param name="inner">What was thrown, where something was.</param>
public sealed class MessageNotSentException(string reason, bool isFinal, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Whether another try cannot help.</summary>
    public bool IsFinal { get; } = isFinal;
}
