using AegisAuth.Application.Events;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Operation;

/// <summary>Whether events were given up that their receiver has not heard of.</summary>
public sealed class EventsCheck(IEventRepository events, IOptions<EventOptions> options) : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "events";

    /// <inheritdoc/>
    public bool IsCheap => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        // Also where no receiver is configured any more: what is parked was never delivered.
        var parked = await events.CountParkedAsync(cancellationToken);
        return
        [
            parked > 0
                ? Finding.Warn(
                    Name,
                    FormattableString.Invariant($"{parked:N0} events are parked: the receiver has not taken them for a day."),
                    "Look at the receiver of Events:Url, then send them again; docs/events.md has the statement."
                )
            : options.Value.IsOn ? Finding.Ok(Name, "None is parked.")
            : Finding.Ok(Name, "Events:Url is not set: no program is told what happens."),
        ];
    }
}
