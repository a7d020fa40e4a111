using AegisAuth.Application.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>Writes and sends what waits in the queue, a few at a time. A stop lets it finish what waits.</summary>
internal sealed class MessageDelivery(
    MessageQueue waiting,
    IEnumerable<IMessageSender> senders,
    IServiceScopeFactory scopes,
    ILogger<MessageDelivery> logger
) : BackgroundService
{
    // One slow mail server must not hold up everybody.
    private const int AtOnce = 4;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Complete();
        try
        {
            // The web server has stopped already, so nothing new comes. The host's patience bounds the waiting.
            await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("Stopped before every message was sent");
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            waiting.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            DeliverAsync
        );

    private async ValueTask DeliverAsync(WriteMessage write, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await write(scope.ServiceProvider) is { } message)
            {
                await senders.First(sender => sender.Reaches(message.Kind)).SendAsync(message, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The next message must still be sent. The text of a mail server's refusal names the receiver, so the
            // type of the fault is all that is kept of it.
            logger.LogError("A message was not sent: {Fault}", Fault(e));
        }
    }

    private static string Fault(Exception e) =>
        e is MailKit.Net.Smtp.SmtpCommandException refused ? $"{e.GetType().Name} {(int)refused.StatusCode}" : e.GetType().Name;
}
