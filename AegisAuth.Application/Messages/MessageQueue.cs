using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Messages;

/// <summary>Writes a message with the services of a scope of its own; null when there turns out to be nothing to send.</summary>
public delegate Task<Message?> WriteMessage(IServiceProvider services);

/// <summary>
/// Messages that are asked for and not written yet. A request only leaves its message here: looking the receiver up,
/// issuing the code and sending happen behind its back, so that an address without an account is answered in the
/// same time as any other.
/// </summary>
/// <remarks>
/// Held in memory: a process that dies takes the messages of that moment with it, and a user who waits for one asks
/// again. A graceful stop sends them all.
/// </remarks>
public sealed class MessageQueue(IEnumerable<IMessageSender> senders)
{
    private const int Capacity = 1000;

    private readonly Channel<WriteMessage> _waiting = Channel.CreateBounded<WriteMessage>(
        // "Wait" makes a full queue refuse what TryWrite brings; the other modes would drop it silently.
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait }
    );

    /// <summary>Whether messages to this kind of contact can be sent.</summary>
    public bool Reaches(ContactKind kind) => senders.Any(sender => sender.Reaches(kind));

    /// <summary>Leaves a request. False when too many wait already, or the program is stopping.</summary>
    /// <typeparam name="TWriter">The service that writes the message.</typeparam>
    public bool TryAdd<TWriter>(Func<TWriter, Task<Message?>> write)
        where TWriter : notnull => _waiting.Writer.TryWrite(services => write(services.GetRequiredService<TWriter>()));

    /// <summary>The wishes as they come; ends when <see cref="Complete"/> was called and all are read.</summary>
    public IAsyncEnumerable<WriteMessage> ReadAllAsync(CancellationToken cancellationToken) =>
        _waiting.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Takes no more wishes.</summary>
    public void Complete() => _waiting.Writer.TryComplete();
}
