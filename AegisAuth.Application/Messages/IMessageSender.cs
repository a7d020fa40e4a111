namespace AegisAuth.Application.Messages;

/// <summary>
/// Takes messages to people. SMTP is shipped; whoever wants text messages registers one more of these. With several,
/// the first that reaches a kind of contact gets the message.
/// </summary>
public interface IMessageSender
{
    /// <summary>Whether it takes messages to this kind of contact.</summary>
    bool Reaches(ContactKind kind);

    /// <summary>
    /// Hands the message over. Throws when that fails; nobody waits for it, and what is logged is the type of the
    /// exception, never its text.
    /// </summary>
    Task SendAsync(Message message, CancellationToken cancellationToken);
}
