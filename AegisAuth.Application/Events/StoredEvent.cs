namespace AegisAuth.Application.Events;

/// <summary>An event as it waits in the outbox. It names its user by number only.</summary>
public sealed record StoredEvent
{
    /// <summary>Its place: the events of one user are sent in this order.</summary>
    public long Id { get; init; }

    /// <summary>Its public name, the same with every try: what a receiver tells a repeated one by.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The number of its user.</summary>
    public long UserId { get; init; }

    /// <summary>The AegisSpeed ID of its user.</summary>
    public string AegisSpeedId { get; init; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is due; while a node sends it, the end of that node's lease.</summary>
    public DateTimeOffset NextAt { get; init; }
}

/// <summary>Where events wait. Added in the transaction of what they tell, so that neither exists without the other.</summary>
public interface IEventRepository
{
    /// <summary>Stores an event about the user with this AegisSpeed ID; nothing where there is none.</summary>
    Task AddAsync(string messageId, string type, string aegisSpeedId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// The events that are due and the first of their user, the oldest first. One whose time lies after
    /// <paramref name="latest"/> is due as well: only a clock that ran ahead can have set it.
    /// </summary>
    Task<IReadOnlyList<StoredEvent>> ListDueAsync(
        DateTimeOffset now,
        DateTimeOffset latest,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Takes an event for one try. False when another node was faster.</summary>
    Task<bool> TryLeaseAsync(StoredEvent due, string lease, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The event was taken by its receiver.</summary>
    Task DeleteAsync(long id, string lease, CancellationToken cancellationToken);

    /// <summary>The event is tried again later.</summary>
    Task PostponeAsync(long id, string lease, DateTimeOffset nextAt, CancellationToken cancellationToken);

    /// <summary>The event is given up and kept; the next of its user goes on.</summary>
    Task ParkAsync(long id, string lease, CancellationToken cancellationToken);

    /// <summary>How many events were given up.</summary>
    Task<int> CountParkedAsync(CancellationToken cancellationToken);
}

/// <summary>Hands an event to its receiver.</summary>
public interface IEventSender
{
    /// <summary>True when the receiver has taken it (2xx). Never throws, but for a cancellation.</summary>
    Task<bool> SendAsync(StoredEvent what, CancellationToken cancellationToken);
}
