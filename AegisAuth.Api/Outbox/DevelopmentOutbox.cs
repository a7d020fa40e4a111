using AegisAuth.Application.Messages;

namespace AegisAuth.Api.Outbox;

/// <summary>
/// Stands in for mail server and text message service in Development: messages go to the console and to a page. Not
/// to the log, which is kept and shipped elsewhere: they hold codes.
/// </summary>
internal sealed class DevelopmentOutbox(TimeProvider time) : IMessageSender
{
    private const int Kept = 100;

    private readonly Lock _lock = new();
    private readonly LinkedList<SentMessage> _sent = [];

    public bool Reaches(ContactKind kind) => true;

    public Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _sent.AddFirst(new SentMessage(time.GetUtcNow(), message));
            if (_sent.Count > Kept)
            {
                _sent.RemoveLast();
            }
        }

        Console.WriteLine(
            $"""

            Message to {message.To} (also at /dev/outbox)
            {message.Subject}

            {message.Body}
            """
        );
        return Task.CompletedTask;
    }

    /// <summary>The last hundred, the newest first.</summary>
    public IReadOnlyList<SentMessage> List()
    {
        lock (_lock)
        {
            return [.. _sent];
        }
    }
}

/// <summary>A message that would have left the house.</summary>
internal sealed record SentMessage(DateTimeOffset At, Message Message);
