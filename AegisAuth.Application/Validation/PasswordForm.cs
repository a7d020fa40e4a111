using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Application.Validation;

/// <summary>The form of every password that is checked. Login asks nothing more of one than this.</summary>
public static class PasswordForm
{
    /// <summary>The longest password, in Unicode code points.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether the text has more characters than any password: a refusal for that reason should say so.</summary>
    public static bool IsTooLong([NotNullWhen(true)] string? text) =>
        text is not null && (text.Length > MaxLength * 2 || text.EnumerateRunes().Count() > MaxLength);

    /// <summary>Whether the text can be a password: 1 to 128 characters, none of them a control character.</summary>
    public static bool IsPassword([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text) && !IsTooLong(text) && !text.Any(char.IsControl);
}
