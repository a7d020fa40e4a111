using System.Globalization;
using System.Text;
using AegisAuth.Application.Common;

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

    /// <summary>
    /// The key of an e-mail address: <c>email:</c> and the address in NFKC and lower case, its domain in Unicode however it
    /// was written (RFC 5891), so that <c>例え.jp</c> and <c>xn--r8jz45g.jp</c> are one mailbox. Null for any other text.
    /// </summary>
    public static string? Email(string text)
    {
        var address = UserNames.KeyOf(text.Trim());
        var at = address.IndexOf('@', StringComparison.Ordinal);
        // What shows nothing or turns the direction is refused, as in user names: two addresses must not look the same.
        if (address.Length > MaxEmail || at is < 1 or > MaxLocalPart || address.EnumerateRunes().Any(HiddenCharacters.Include))
        {
            return null;
        }

        var local = address[..at];
        return
            AreLabels(local, IsLocalCharacter)
            && DomainNames.ToUnicode(address[(at + 1)..]) is { } domain
            && domain.Contains('.', StringComparison.Ordinal)
            && AreLabels(domain, IsDomainCharacter)
            && local.Length + 1 + domain.Length <= MaxEmail
            ? EmailPrefix + local + '@' + domain
            : null;
    }

    /// <summary>
    /// The key of a phone number: <c>phone:</c> and its digits with the country code. What people and pages put around
    /// and between the digits does not count (see <see cref="PhoneText"/>); <c>00</c> is the same as <c>+</c>; eleven
    /// digits of the form of a Chinese mobile number need no country code. Null for any other text, since without a
    /// country a number names no phone.
    /// </summary>
    public static string? Phone(string text)
    {
        var digits = PhoneText.Digits(text);
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

    private static bool AreLabels(string text, Func<Rune, bool> isAllowed) =>
        text.Split('.').All(label => label.Length > 0 && label.EnumerateRunes().All(isAllowed));

    private static bool IsLocalCharacter(Rune rune) =>
        rune.IsAscii
            ? Rune.IsLetterOrDigit(rune) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
            : !Rune.IsWhiteSpace(rune) && rune != Rune.ReplacementChar;

    private static bool IsDomainCharacter(Rune rune) =>
        rune.Value == '-'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
