using AegisAuth.Application.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Sends text messages through the gateway that is configured.</summary>
internal sealed class SmsSender(IOptionsMonitor<SmsOptions> options, IServiceProvider services, TimeProvider time) : IMessageSender
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    public bool Reaches(ContactKind kind) => kind == ContactKind.Phone && SmsRegistration.Find(options.CurrentValue.Provider) is not null;

    /// <summary>
    /// Sends once, and once more only where the provider has refused it for load before sending.
    /// </summary>
    /// <exception cref="TextNotSentException">It was not accepted, or that is unknown.</exception>
    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        var sms = options.CurrentValue;
        var gateway = services.GetRequiredKeyedService<ITextGateway>(SmsRegistration.Find(sms.Provider)!.Name);
        var code = message.Code ?? throw new ArgumentException("A text message carries a code.", nameof(message));
        var text = new TextMessage(message.To, code.Digits, code.Purpose, message.Id);
        var reply = await gateway.SendAsync(text, sms, cancellationToken);
        if (reply.Class == TextClass.Again)
        {
            await Task.Delay(Breath, time, cancellationToken);
            reply = await gateway.SendAsync(text, sms, cancellationToken);
        }

        if (reply.Class != TextClass.Sent)
        {
            throw new TextNotSentException(sms.Provider, reply);
        }
    }
}

/// <summary>A text message that was not accepted: which gateway, its word, its id for the call, and nothing else.</summary>
internal sealed class TextNotSentException(string provider, TextReply reply)
    : Exception(reply.RequestId is { } id ? $"{provider} {reply.Code} {id}" : $"{provider} {reply.Code}")
{
    public TextClass Class { get; } = reply.Class;
}
