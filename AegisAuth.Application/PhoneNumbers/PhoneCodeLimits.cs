using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>
/// Bounds the text messages: they cost money, and another person's phone rings. For a number one a minute, five an hour
/// and ten a day; for the address that asks as many as of mails; over all numbers what the operator wants to pay.
/// </summary>
/// <remarks>Taken before an earlier code is replaced, and for every number alike, so that the count tells nothing.</remarks>
public sealed class PhoneCodeLimits(
    EventLimits limits,
    ILoginAttemptRepository counts,
    IUnitOfWork unitOfWork,
    IOptions<MessageOptions> messages,
    IOptions<TextLimitOptions> texts,
    ServiceMetrics metrics,
    TimeProvider time,
    ILogger<PhoneCodeLimits> logger
)
{
    private const string OverAll = "text-all";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Counts one message. Refuses with <c>TooManyMessages</c> and the time until there may be another.</summary>
    public async Task<Result<Unit>> TakeAsync(string contact, Caller caller)
    {
        var over = new EventLimit(OverAll, texts.Value.MaxPerDay, Day);
        var (taken, isLast) = await unitOfWork.RunAsync(
            async () =>
            {
                var result = await limits.TakeAsync([
                    new EventLimit(
                        "message-from:" + AttemptKeys.Network(caller.Address),
                        messages.Value.MaxPerAddress,
                        MessageOptions.Window
                    ),
                    .. OfNumber(contact),
                    over,
                ]);
                var all = await counts.FindAsync(OverAll, CancellationToken.None);
                return (result, all?.Failures >= over.Max && over.Runs(all, time.GetUtcNow()));
            },
            CancellationToken.None
        );
        if (!taken.IsRefused(out var refusal, out _))
        {
            if (isLast)
            {
                // Exactly one message takes the last place, on whichever node.
                logger.LogError("The limit of text messages in a day is reached: Sms:MaxPerDay = {Max}", over.Max);
            }

            return new Unit();
        }

        if (isLast)
        {
            metrics.CountTextLimit();
        }

        return new Refusal(AuthError.TooManyMessages, refusal.RetryAfter);
    }

    /// <summary>Gives the number its place back: the message failed because of us. The place of the address stays taken.</summary>
    public Task GiveBackAsync(string contact) => limits.GiveBackAsync([.. OfNumber(contact).Select(limit => limit.Key), OverAll]);

    /// <summary>Remembers for a day that no message can be sent to this number.</summary>
    public Task NoteUnreachableAsync(string contact) => limits.TakeAsync(Unreachable(contact));

    /// <summary>Whether a message to this number was refused for good within a day.</summary>
    public async Task<bool> IsUnreachableAsync(string contact, CancellationToken cancellationToken) =>
        await counts.FindAsync(Unreachable(contact).Key, cancellationToken) is { } noted
        && Unreachable(contact).Runs(noted, time.GetUtcNow());

    private static EventLimit[] OfNumber(string contact)
    {
        // Hashed: a stranger's number is not kept for having been typed.
        var number = Convert.ToHexStringLower(RandomSecret.Hash(contact));
        return
        [
            new EventLimit("text-minute:" + number, 1, TimeSpan.FromMinutes(1)),
            new EventLimit("text-hour:" + number, 5, TimeSpan.FromHours(1)),
            new EventLimit("text-day:" + number, 10, Day),
        ];
    }

    private static EventLimit Unreachable(string contact) =>
        new("text-unreachable:" + Convert.ToHexStringLower(RandomSecret.Hash(contact)), 1, Day);
}
