using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Which texts can be a password at all. Login and the choice of a new password ask the same question here,
/// so that whatever can be chosen can be used.
/// </summary>
public static class PasswordText
{
    /// <summary>The most characters (Unicode code points): enough for any passphrase, little enough to hash.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a login with it can be tried: not empty, at most <see cref="MaxLength"/> characters, text.</summary>
    public static bool MayBePassword([NotNullWhen(true)] string? password) =>
        !string.IsNullOrEmpty(password) && PlainText.CountCharacters(password) <= MaxLength && PlainText.IsText(password);
}
