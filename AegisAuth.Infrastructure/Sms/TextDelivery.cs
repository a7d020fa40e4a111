using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>
/// Hands a text message over, once, and does what its fate asks for. Neither cloud can tell a repetition, so whatever
/// may have been sent is never sent again: the code lives, and its user may ask for another one.
/// </summary>
internal sealed class TextDelivery(
    IEnumerable<IMessageSender> senders,
    IServiceScopeFactory scopes,
    ServiceMetrics metrics,
    ILogger<TextDelivery> logger
)
{
    public async Task DeliverAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            await senders.First(sender => sender.Reaches(ContactKind.Phone)).SendAsync(message, cancellationToken);
            metrics.CountMessage(ContactKind.Phone, "sent");
        }
        catch (TextNotSentException e)
        {
            metrics.CountMessage(ContactKind.Phone, e.Class.ToString().ToLowerInvariant());
            await SettleAsync(message, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.CountMessage(ContactKind.Phone, "unknown");
            logger.LogError("A text message was not sent: {Fault}", e.GetType().Name);
        }
    }

    private async Task SettleAsync(Message message, TextNotSentException e)
    {
        await using var scope = scopes.CreateAsyncScope();
        var limits = scope.ServiceProvider.GetRequiredService<PhoneCodeLimits>();
        var contact = ContactKeys.Phone(message.To)!;
        switch (e.Class)
        {
            case TextClass.Operator:
            case TextClass.Again:
                // Nothing went out, and not because of the user.
                await limits.GiveBackAsync(contact);
                logger.LogError("The operator must look: a text message was not sent: {Fault}", e.Message);
                break;
            case TextClass.Number:
                await limits.NoteUnreachableAsync(contact);
                logger.LogWarning("A number is not served: {Fault}", e.Message);
                break;
            case TextClass.Wait:
                logger.LogWarning("A number has reached a limit of the gateway: {Fault}", e.Message);
                break;
            case TextClass.Unknown:
            case TextClass.Sent:
                logger.LogError("Whether a text message was sent is not known: {Fault}", e.Message);
                break;
        }
    }
}
