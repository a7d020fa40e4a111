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
/// <param name="Link">The link that also stands in the body.</param>
public sealed record Message(ContactKind Kind, string To, string Subject, string Body, Uri Link)
{
    /// <summary>Keeps address and code out of logs.</summary>
    public override string ToString() => $"{nameof(Message)} by {Kind}";
}
