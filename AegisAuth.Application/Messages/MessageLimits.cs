using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Messages;

/// <summary>
/// Bounds the messages that one address may ask for and that one contact may get. A contact that no account has is counted
/// like any other, so that the count tells nothing.
/// </summary>
public sealed class MessageLimits(EventLimits limits, IOptions<MessageOptions> options)
{
    /// <summary>Counts one message. Refuses with <c>TooManyAttempts</c>.</summary>
    public Task<Result<Unit>> TakeAsync(string contactKey, Caller caller) =>
        limits.TakeAsync(
            new EventLimit("message-from:" + AttemptKeys.Network(caller.Address), options.Value.MaxPerAddress, MessageOptions.Window),
            // Hashed: a stranger's address is not kept for having been typed.
            new EventLimit(
                "message-to:" + Convert.ToHexStringLower(RandomSecret.Hash(contactKey)),
                options.Value.MaxPerContact,
                MessageOptions.Window
            )
        );
}
