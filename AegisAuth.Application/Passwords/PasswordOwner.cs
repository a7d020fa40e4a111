using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>Whose password it will be. Names that are empty, or not known yet, do not count.</summary>
/// <param name="Role">Decides about the length.</param>
/// <param name="AegisSpeedId">The nine-character id.</param>
/// <param name="UserName">The name to log in with.</param>
/// <param name="Email">The address; what stands before its @ is a name too.</param>
/// <param name="Phone">The phone number.</param>
public sealed record PasswordOwner(
    AdminRole Role,
    string? AegisSpeedId = null,
    string? UserName = null,
    string? Email = null,
    string? Phone = null
)
{
    /// <summary>The owner of an account that exists.</summary>
    public static PasswordOwner Of(User user) => new(user.Role, user.AegisSpeedId.ToString(), user.UserName, user.Email, user.Phone);

    /// <summary>Whether a password in Unicode form NFKC is one of the names, in any letter case.</summary>
    internal bool IsNamed(string password) => Names().Any(name => string.Equals(Fold(name), password, StringComparison.OrdinalIgnoreCase));

    private static string Fold(string name) => PlainText.IsText(name) ? name.Normalized(NormalizationForm.FormKC) : name;

    private IEnumerable<string> Names()
    {
        string?[] names = [AegisSpeedId, UserName, Email, Email?.Split('@')[0], Phone];
        return names.Where(name => !string.IsNullOrEmpty(name)).Select(name => name!);
    }
}
