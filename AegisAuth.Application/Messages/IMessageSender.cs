namespace AegisAuth.Application.Messages;

/// <summary>
/// Takes messages to people: one for mail, one for text messages, and the outbox of Development. The first that
/// reaches a kind of contact gets the message.
/// </summary>
public interface IMessageSender
{
    /// <summary>Whether it takes messages to this kind of contact.</summary>
    bool Reaches(ContactKind kind);

    /// <summary>
    /// Hands the message over. Throws <see cref="MessageNotSentException"/> when that fails; of any other exception
    /// only the type is logged, never the text. A mail that was not sent is tried again; a text message never is.
    /// </summary>
    Task SendAsync(Message message, CancellationToken cancellationToken);
}
