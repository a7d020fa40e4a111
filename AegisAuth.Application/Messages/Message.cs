using AegisAuth.Application.Common;

namespace AegisAuth.Application.Messages;

/// <summary>What a message goes out by.</summary>
public enum ContactKind
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A phone number.</summary>
    Phone,
}

/// <summary>A message to one person, in plain text.</summary>
/// <param name="Kind">What it goes out by.</param>
/// <param name="To">The address or number.</param>
/// <param name="Subject">One line; a text message has no place for it.</param>
/// <param name="Body">Plain text; lines end with <c>\n</c>.</param>
/// <param name="Link">The link that also stands in the body; null for a message without one.</param>
public sealed record Message(ContactKind Kind, string To, string Subject, string Body, Uri? Link = null)
{
    /// <summary>A name of its own, 32 hexadecimal digits: the same at every try, so that a receiver can tell a repetition.</summary>
    public string Id { get; init; } = RandomSecret.CreateId();

    /// <summary>When its code ends, where it has one: later it is of no use to anybody.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }

    /// <summary>Whose account it is about; null where that is not known.</summary>
    public long? UserId { get; init; }

    /// <summary>What a text message carries; null for a mail.</summary>
    public TextCode? Code { get; init; }

    /// <summary>Keeps address and code out of logs.</summary>
    public override string ToString() => $"{nameof(Message)} by {Kind}";
}

/// <summary>The one variable of a text message, and which approved template it goes into.</summary>
/// <param name="Digits">Six digits, as text: a leading zero counts.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record TextCode(string Digits, TextPurpose Purpose)
{
    /// <summary>Keeps the code out of logs.</summary>
    public override string ToString() => $"{nameof(TextCode)} for {Purpose}";
}

/// <summary>What the code of a text message is for.</summary>
public enum TextPurpose
{
    /// <summary>Logs in.</summary>
    Login,

    /// <summary>Proves a number.</summary>
    Verify,
}
