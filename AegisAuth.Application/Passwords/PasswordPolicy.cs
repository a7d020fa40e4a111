using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Whether a new password may be taken, by NIST SP 800-63B-4, section 3.1.1.2: a length, a list of common
/// passwords and the names of the account. It advises against rules about kinds of characters; there is one where the
/// operator asks for it. The password is judged and stored as it was typed, in Unicode NFC: nothing is trimmed or cut, and
/// folded further for comparing only.
/// </summary>
public sealed class PasswordPolicy(IOptions<PasswordOptions> options)
{
    /// <summary>Why the password is refused, or null when it may be taken.</summary>
    /// <returns>
    /// <see cref="AuthError.InvalidPassword"/> for control characters or broken Unicode,
    /// <see cref="AuthError.PasswordTooLong"/>, <see cref="AuthError.PasswordTooShort"/>,
    /// <see cref="AuthError.PasswordTooSimple"/>, <see cref="AuthError.PasswordNamesAccount"/>,
    /// <see cref="AuthError.PasswordCommon"/>, in this order.
    /// </returns>
    public AuthError? Check(string password, PasswordOwner owner)
    {
        // The length bounds the work of everything below, so it comes first but for what is no text at all.
        if (!PlainText.IsText(password))
        {
            return AuthError.InvalidPassword;
        }

        if (PasswordText.IsTooLong(password))
        {
            return AuthError.PasswordTooLong;
        }

        // Counted in the form that is stored: a letter and its accent are one character, however the keyboard sends them.
        var prepared = PasswordText.Prepare(password);
        if (PlainText.CountCharacters(prepared) < MinLength(owner.Role))
        {
            return AuthError.PasswordTooShort;
        }

        if (CharacterClasses.Count(prepared) < options.Value.MinClasses)
        {
            return AuthError.PasswordTooSimple;
        }

        var folded = password.Normalized(NormalizationForm.FormKC);
        if (owner.IsNamed(folded))
        {
            return AuthError.PasswordNamesAccount;
        }

        return CommonPasswords.Contains(folded) ? AuthError.PasswordCommon : null;
    }

    /// <summary>The fewest characters of a new password for an account with this role.</summary>
    public int MinLength(AdminRole role) =>
        role == AdminRole.None ? options.Value.MinLength : Math.Max(options.Value.MinLength, options.Value.AdminMinLength);
}
