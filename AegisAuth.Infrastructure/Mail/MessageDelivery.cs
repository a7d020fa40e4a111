using AegisAuth.Application.Messages;
using AegisAuth.Infrastructure.Sms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>
/// Writes what waits in the queue, a few at a time. A mail is stored and delivered from there; a text message is sent
/// at once and once. A stop lets it finish what waits.
/// </summary>
internal sealed class MessageDelivery(
    MessageQueue waiting,
    MailDelivery mails,
    TextDelivery texts,
    IServiceScopeFactory scopes,
    ILogger<MessageDelivery> logger
) : BackgroundService
{
    // One slow gateway must not delay other messages: a text message may take ten seconds.
    private const int AtOnce = 16;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Complete();
        // The web server has stopped already, so nothing new comes. The host's patience bounds the waiting. It may have ended before:
        // a stop in the moment of the start cancels it.
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("Stopped before every message was sent");
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delivered = mails.RunAsync(stoppingToken);
        await Parallel.ForEachAsync(
            waiting.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            WriteAsync
        );
        mails.Complete();
        await delivered;
    }

    private async ValueTask WriteAsync(WriteMessage write, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await write(scope.ServiceProvider) is not { } message)
            {
                return;
            }

            if (message.Kind == ContactKind.Email)
            {
                await scope.ServiceProvider.GetRequiredService<MailQueue>().AddAsync(message);
                return;
            }

            await texts.DeliverAsync(message, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The next message must still be sent. The text of a fault may name the receiver, so its type is all that
            // is kept of it.
            logger.LogError("A message was not sent: {Fault}", MailDelivery.Fault(e));
        }
    }
}
