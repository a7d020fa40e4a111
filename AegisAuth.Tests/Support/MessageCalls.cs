using System.Collections.Concurrent;
using System.Threading.Channels;
using AegisAuth.Application.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AegisAuth.Tests.Support;

/// <summary>Keeps the messages that the program would have sent.</summary>
internal sealed class CollectingSender : IMessageSender
{
    private readonly Channel<Message> _waiting = Channel.CreateUnbounded<Message>();

    public ConcurrentQueue<Message> Sent { get; } = [];

    public bool Reaches(ContactKind kind) => true;

    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        Sent.Enqueue(message);
        await _waiting.Writer.WriteAsync(message, cancellationToken);
    }

    /// <summary>The next message; waits for it.</summary>
    public Task<Message> NextAsync() => _waiting.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}

/// <summary>What tests do about messages.</summary>
internal static class MessageCalls
{
    /// <summary>Sends everything into this collector instead.</summary>
    public static TestApp Collecting(this TestApp app, CollectingSender sender) =>
        app.WithServices(services =>
        {
            foreach (var other in services.Where(s => s.ServiceType == typeof(IMessageSender)).ToList())
            {
                services.Remove(other);
            }

            services.AddSingleton<IMessageSender>(sender);
        });

    /// <summary>Ends the delivery, which sends all that waits first.</summary>
    public static Task FlushMessagesAsync(this TestApp app) =>
        app.Services.GetServices<IHostedService>().Single(s => s.GetType().Name == "MessageDelivery").StopAsync(CancellationToken.None);

    /// <summary>The code in the link of a message.</summary>
    public static string Code(this Message message) => message.Link!.Query.Split('=')[1];
}
