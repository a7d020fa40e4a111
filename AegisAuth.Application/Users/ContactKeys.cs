namespace AegisAuth.Application.Users;

/// <summary>
/// Which e-mail addresses and phone numbers are the same: the keys of verified contacts. Folded once, here, at every
/// write and every look-up.
/// </summary>
/// <remarks>
/// A mail goes to the address inside the key and not to the text that was typed: what is proven must be what is stored.
/// </remarks>
public static class ContactKeys
{
    /// <summary>What the key of an e-mail address begins with; the address follows.</summary>
    public const string EmailPrefix = "email:";

    /// <summary>What the key of a phone number begins with; its digits follow, country code first.</summary>
    public const string PhonePrefix = "phone:";

    // RFC 5321, 4.5.3.1: the local part and the whole path.
    private const int MaxLocalPart = 64;
    private const int MaxEmail = 254;

    // ITU-T E.164: at most 15 digits; shorter than 7 is no subscriber.
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    private const string China = "86";
    private const int ChineseMobileDigits = 11;

    /// <summary>The key of an e-mail address: <c>email:</c> and the address in NFKC and lower case. Null for any other text.</summary>
    public static string? Email(string text)
    {
        var address = UserNames.KeyOf(text.Trim());
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (address.Length > MaxEmail || at is < 1 or > MaxLocalPart || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        return
            AreLabels(address[..at], IsLocalCharacter)
            && AreLabels(address[(at + 1)..], IsDomainCharacter)
            && address[at..].Contains('.', StringComparison.Ordinal)
            ? EmailPrefix + address
            : null;
    }

    /// <summary>
    /// The key of a phone number: <c>phone:</c> and its digits with the country code. Spaces, hyphens, dots and
    /// brackets do not count; <c>00</c> is the same as <c>+</c>; eleven digits of the form of a Chinese mobile number
    /// need no country code. Null for any other text, since without a country a number names nobody.
    /// </summary>
    public static string? Phone(string text)
    {
        var typed = UserNames.KeyOf(text.Trim());
        var digits = string.Concat(typed.Where(c => c is not (' ' or '-' or '.' or '(' or ')')));
        if (digits.StartsWith('+'))
        {
            digits = digits[1..];
        }
        else if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }
        else if (digits.Length == ChineseMobileDigits && digits[0] == '1' && digits[1] is >= '3' and <= '9')
        {
            digits = China + digits;
        }
        else
        {
            return null;
        }

        return digits.Length is >= MinDigits and <= MaxDigits && digits[0] != '0' && digits.All(char.IsAsciiDigit)
            ? PhonePrefix + digits
            : null;
    }

    /// <summary>The key of a text that is either; null for a text that is neither.</summary>
    public static string? Of(string text) => Email(text) ?? Phone(text);

    private static bool AreLabels(string text, Func<char, bool> isAllowed) =>
        text.Split('.').All(label => label.Length > 0 && label.All(isAllowed));

    private static bool IsLocalCharacter(char c) =>
        c > 127 || char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private static bool IsDomainCharacter(char c) => char.IsLetterOrDigit(c) || c == '-';
}
