using AegisAuth.Application.Messages;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>One gateway for text messages: it signs and posts one message, and reads what the provider says.</summary>
internal interface ITextGateway
{
    /// <summary>
    /// Sends once. Never throws for what the provider answers, or for not answering; sent again is only a request that
    /// certainly was not delivered.
    /// </summary>
    Task<TextReply> SendAsync(TextMessage message, SmsOptions options, CancellationToken cancellationToken);
}

/// <summary>A code on its way.</summary>
/// <param name="Phone">The number in E.164.</param>
/// <param name="Digits">Six digits.</param>
/// <param name="Purpose">What they are for.</param>
/// <param name="Id">The id of the message: the same at every try.</param>
internal sealed record TextMessage(string Phone, string Digits, TextPurpose Purpose, string Id)
{
    /// <summary>Keeps number and code out of logs.</summary>
    public override string ToString() => $"{nameof(TextMessage)} {Id}";
}

/// <summary>How a gateway has answered.</summary>
/// <param name="Class">What that means for us.</param>
/// <param name="Code">The provider's word, or ours where it said nothing usable; never its text, which repeats number and code.</param>
/// <param name="RequestId">The provider's id for the call, where it names one.</param>
internal sealed record TextReply(TextClass Class, string Code, string? RequestId = null);

/// <summary>What an answer means for us.</summary>
internal enum TextClass
{
    /// <summary>Accepted.</summary>
    Sent,

    /// <summary>The number has reached a limit of its own at the provider.</summary>
    Wait,

    /// <summary>Refused before anything was sent, because of load: once more, a second later.</summary>
    Again,

    /// <summary>Configuration, approval, money or clock: the operator must look.</summary>
    Operator,

    /// <summary>This number cannot be served.</summary>
    Number,

    /// <summary>It is unknown whether it was sent: never send it again, and let the code live.</summary>
    Unknown,
}
