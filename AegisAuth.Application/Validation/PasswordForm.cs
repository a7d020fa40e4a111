using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Application.Validation;

/// <summary>The form of every password that is checked. Login asks nothing more of one than this.</summary>
public static class PasswordForm
{
    /// <summary>The longest password, in Unicode code points.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether the text can be a password: 1 to 128 characters, none of them a control character.</summary>
    public static bool IsPassword([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text)
        && text.Length <= MaxLength * 2
        && text.EnumerateRunes().Count() <= MaxLength
        && !text.Any(char.IsControl);
}
