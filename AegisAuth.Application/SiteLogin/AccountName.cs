using AegisAuth.Application.Users;

namespace AegisAuth.Application.SiteLogin;

/// <summary>The account that a login names, as it is looked up and as it is counted where no user has it.</summary>
/// <param name="ContactKey">The key of a verified contact it may be.</param>
/// <param name="NameKey">The key of a user name it may be.</param>
/// <param name="Normal">One text for all spellings of the same name.</param>
public sealed record AccountName(string? ContactKey, string? NameKey, string Normal)
{
    /// <summary>The account of a request: its e-mail address, else its phone number, else its user name; null without any.</summary>
    public static string? Given(SiteLoginRequest request) => Text(request.Email) ?? Text(request.Phone) ?? Text(request.UserName);

    /// <summary>
    /// What to look up. A user name may be a contact, too; a contact that a user has proven goes before a user name
    /// that looks like it, so that no user takes over an address by choosing it as a name.
    /// </summary>
    public static AccountName Of(SiteLoginRequest request)
    {
        if (Text(request.Email) is { } email)
        {
            return Named(ContactKeys.Email(email), nameKey: null, email);
        }

        if (Text(request.Phone) is { } phone)
        {
            return Named(ContactKeys.Phone(phone), nameKey: null, phone);
        }

        var name = Text(request.UserName) ?? throw new ArgumentException("The request names no account.", nameof(request));
        return Named(ContactKeys.Of(name), UserNames.KeyOf(name), name);
    }

    /// <summary>Keeps what the client sent out of logs.</summary>
    public override string ToString() => nameof(AccountName);

    private static AccountName Named(string? contactKey, string? nameKey, string text) =>
        new(contactKey, nameKey, contactKey ?? "name:" + UserNames.KeyOf(text));

    private static string? Text(string? field) => field?.Trim() is { Length: > 0 } text ? text : null;
}
