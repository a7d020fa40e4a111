using System.Text.Json;
using System.Threading.Channels;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Messages;

/// <summary>Puts mails where every node finds them, and takes them from there for one delivery at a time.</summary>
public sealed class MailQueue(
    IQueuedMailRepository mails,
    IUnitOfWork unitOfWork,
    ISecretProtector protector,
    MailSignal signal,
    TimeProvider time
)
{
    /// <summary>How long a mail is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>How long one node has a mail for itself: much longer than a delivery may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>Stores a mail. Inside a transaction it is undone with it.</summary>
    public async Task AddAsync(Message message)
    {
        var now = time.GetUtcNow();
        var last = now + Patience;
        await mails.AddAsync(
            new QueuedMail
            {
                Id = message.Id,
                ProtectedMessage = protector.Protect(SecretPurposes.QueuedMail, JsonSerializer.Serialize(message)),
                UserId = message.UserId,
                NextAt = now,
                // A link that works no more only puzzles its receiver.
                ExpiresAt = message.UsefulUntil is { } until && until < last ? until : last,
            },
            CancellationToken.None
        );
        signal.Raise();
    }

    /// <summary>Takes up to so many mails that are due: of those never tried, or of those tried before.</summary>
    public Task<IReadOnlyList<TakenMail>> TakeDueAsync(bool tried, int limit, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync<IReadOnlyList<TakenMail>>(
            async () =>
            {
                var now = time.GetUtcNow();
                var taken = new List<TakenMail>();
                foreach (var mail in await mails.ListDueAsync(tried, now, now + LongestWait + Lease, limit, cancellationToken))
                {
                    var lease = RandomSecret.CreateId();
                    if (await mails.TryLeaseAsync(mail, lease, now + Lease, cancellationToken))
                    {
                        taken.Add(new TakenMail(mail with { Attempts = mail.Attempts + 1 }, lease));
                    }
                }

                return taken;
            },
            cancellationToken
        );

    /// <summary>The message of a mail; null when it has waited too long.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key that encrypted it is gone.</exception>
    public Message? Read(TakenMail taken) =>
        taken.Mail.ExpiresAt <= time.GetUtcNow()
            ? null
            : JsonSerializer.Deserialize<Message>(protector.Unprotect(SecretPurposes.QueuedMail, taken.Mail.ProtectedMessage));

    /// <summary>The mail needs no more tries: it was delivered, or it is given up.</summary>
    public Task EndAsync(TakenMail taken) => mails.DeleteAsync(taken.Mail.Id, taken.Lease, CancellationToken.None);

    /// <summary>The mail is tried again later, each time after a longer wait, and says after which.</summary>
    public async Task<TimeSpan> PostponeAsync(TakenMail taken)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(taken.Mail.Attempts - 1, 10));
        wait = wait < LongestWait ? wait : LongestWait;
        await mails.PostponeAsync(taken.Mail.Id, taken.Lease, time.GetUtcNow() + wait, CancellationToken.None);
        return wait;
    }
}

/// <summary>A mail that this node may deliver once.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Lease">What says that it is this node's.</param>
public sealed record TakenMail(QueuedMail Mail, string Lease)
{
    /// <summary>Keeps the lease out of logs.</summary>
    public override string ToString() => $"{nameof(TakenMail)} {Mail.Id}";
}

/// <summary>
/// Tells the delivery of this process that there may be something to deliver. Only a short cut: what another node has
/// stored, or what is due again, is found without it.
/// </summary>
public sealed class MailSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>There is something to look at.</summary>
    public void Raise() => _raised.Writer.TryWrite(item: true);

    /// <summary>Waits for the signal and takes it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _raised.Reader.ReadAsync(cancellationToken);
}
