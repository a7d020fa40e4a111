using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Events;

/// <summary>Notes what happened to a user, for other programs. Call it in the transaction of the thing itself.</summary>
public sealed class EventOutbox(IEventRepository events, IOptions<EventOptions> options, TimeProvider time)
{
    /// <summary>Stores an event, where its type is wanted.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="aegisSpeedId">The AegisSpeed ID of the user.</param>
    public Task AddAsync(string type, string aegisSpeedId) =>
        options.Value.Wants(type)
            ? events.AddAsync($"evt_{RandomSecret.CreateId()}", type, aegisSpeedId, time.GetUtcNow(), CancellationToken.None)
            : Task.CompletedTask;
}
