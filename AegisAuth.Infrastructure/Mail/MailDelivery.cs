using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>
/// Delivers the mails that are stored, this node's and those that others have left. What the mail server does not take
/// now is tried again later; new mails never wait behind those.
/// </summary>
internal sealed class MailDelivery(
    IEnumerable<IMessageSender> senders,
    IServiceScopeFactory scopes,
    MailSignal signal,
    ServiceMetrics metrics,
    TimeProvider time,
    ILogger<MailDelivery> logger
)
{
    // A server that hangs holds a place for ten seconds: there are many, and tried mails have only their own.
    private const int FreshAtOnce = 64;
    private const int TriedAtOnce = 16;

    // How soon a mail is found that is due again, or that a node has left that died.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly HashSet<Task> _fresh = [];
    private readonly HashSet<Task> _tried = [];
    private volatile bool _stopping;

    /// <summary>From now on only what is due is delivered; then <see cref="RunAsync"/> ends.</summary>
    public void Complete()
    {
        _stopping = true;
        signal.Raise();
    }

    /// <summary>Delivers until it is completed, or called off.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            _fresh.RemoveWhere(delivery => delivery.IsCompleted);
            _tried.RemoveWhere(delivery => delivery.IsCompleted);
            var begun = await BeginAsync(cancellationToken);
            if (!_stopping)
            {
                await WaitAsync(cancellationToken);
            }
            else if (_fresh.Count + _tried.Count > 0)
            {
                await Task.WhenAll([.. _fresh, .. _tried]).WaitAsync(cancellationToken);
            }
            else if (begun == 0)
            {
                return;
            }
        }
    }

    private async Task<int> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(_fresh, tried: false, FreshAtOnce, cancellationToken)
                + await BeginAsync(_tried, tried: true, TriedAtOnce, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The database is away. The mails are in it and wait with it.
            logger.LogWarning("Mails that wait cannot be read: {Fault}", e.GetType().Name);
            return 0;
        }
    }

    private async Task<int> BeginAsync(HashSet<Task> running, bool tried, int atOnce, CancellationToken cancellationToken)
    {
        if (running.Count >= atOnce)
        {
            return 0;
        }

        await using var scope = scopes.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<MailQueue>();
        var taken = await queue.TakeDueAsync(tried, atOnce - running.Count, cancellationToken);
        foreach (var mail in taken)
        {
            running.Add(DeliverAsync(mail, cancellationToken));
        }

        return taken.Count;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAny(signal.WaitAsync(either.Token), Task.Delay(Look, time, either.Token));
        }
        finally
        {
            await either.CancelAsync();
        }
    }

    private async Task DeliverAsync(TakenMail taken, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await DeliverAsync(scope.ServiceProvider.GetRequiredService<MailQueue>(), taken, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // How it ended could not be stored. The lease runs out, and a node tries it once more.
            logger.LogWarning("The end of a delivery was not stored: {Fault}", e.GetType().Name);
        }
        finally
        {
            // Its place is free.
            signal.Raise();
        }
    }

    private async Task DeliverAsync(MailQueue queue, TakenMail taken, CancellationToken cancellationToken)
    {
        try
        {
            if (queue.Read(taken) is not { } message)
            {
                await queue.EndAsync(taken);
                Note("expired");
                logger.LogError("A message was given up after {Attempts} tries", taken.Mail.Attempts - 1);
                return;
            }

            await senders.First(sender => sender.Reaches(message.Kind)).SendAsync(message, cancellationToken);
            await queue.EndAsync(taken);
            Note("sent");
        }
        catch (Exception e) when (e is MessageNotSentException { IsFinal: true } or CryptographicException)
        {
            await queue.EndAsync(taken);
            Note("refused");
            logger.LogError("A message was not sent: {Fault}", Fault(e));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var wait = await queue.PostponeAsync(taken);
            Note("postponed");
            logger.LogWarning("A message was not sent and is tried again in {Wait}: {Fault}", wait, Fault(e));
        }
    }

    private void Note(string outcome) => metrics.CountMessage(ContactKind.Email, outcome);

    // The text of an exception that is not ours may name the receiver.
    internal static string Fault(Exception e) => e is MessageNotSentException ? e.Message : e.GetType().Name;
}
