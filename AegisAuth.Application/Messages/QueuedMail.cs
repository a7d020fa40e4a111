namespace AegisAuth.Application.Messages;

/// <summary>A mail on its way, as it is stored.</summary>
public sealed record QueuedMail
{
    /// <summary>The id of the message: 32 hexadecimal digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>The message, encrypted by the key ring: it holds an address and often a code.</summary>
    public string ProtectedMessage { get; init; } = "";

    /// <summary>Whose account the message is about, where that is known: it goes when that account is erased.</summary>
    public long? UserId { get; init; }

    /// <summary>How many deliveries have been begun.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is due; while a node delivers it, the end of that node's lease.</summary>
    public DateTimeOffset NextAt { get; init; }

    /// <summary>From then on it is given up.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Where mails are kept until the mail server has taken them.</summary>
public interface IQueuedMailRepository
{
    /// <summary>Stores a new mail.</summary>
    Task AddAsync(QueuedMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// The mails that are due, the longest waiting first: those that were never tried, or those that were. A mail whose
    /// time lies after <paramref name="latest"/> is due as well: only a clock that has jumped can have set it.
    /// </summary>
    Task<IReadOnlyList<QueuedMail>> ListDueAsync(
        bool tried,
        DateTimeOffset now,
        DateTimeOffset latest,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Takes a mail for one delivery, until <paramref name="until"/>. False when another node was faster.</summary>
    Task<bool> TryLeaseAsync(QueuedMail mail, string lease, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes a mail away that was delivered, or given up, under this lease.</summary>
    Task DeleteAsync(string id, string lease, CancellationToken cancellationToken);

    /// <summary>Puts a mail off that was not delivered under this lease.</summary>
    Task PostponeAsync(string id, string lease, DateTimeOffset nextAt, CancellationToken cancellationToken);

    /// <summary>How to tell a user something: the user name and the proven e-mail address; null without one.</summary>
    Task<NoticeReceiver?> FindReceiverAsync(long userId, CancellationToken cancellationToken);
}

/// <summary>Who is told of a change.</summary>
/// <param name="UserName">The name that the message calls the account by.</param>
/// <param name="Email">A proven e-mail address.</param>
public sealed record NoticeReceiver(string UserName, string Email)
{
    /// <summary>Keeps name and address out of logs.</summary>
    public override string ToString() => nameof(NoticeReceiver);
}
