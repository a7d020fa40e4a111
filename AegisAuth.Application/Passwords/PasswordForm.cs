using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Application.Passwords;

/// <summary>The form of every password that is checked. Login asks nothing more of one than this.</summary>
public static class PasswordForm
{
    /// <summary>Whether the text has more characters than any password: a refusal for that reason should say so.</summary>
    public static bool IsTooLong([NotNullWhen(true)] string? text) => text is not null && PasswordText.IsTooLong(text);

    /// <summary>Whether the text can be a password: 1 to 128 characters, none of them a control character.</summary>
    public static bool IsPassword([NotNullWhen(true)] string? text) => PasswordText.MayBePassword(text);
}
