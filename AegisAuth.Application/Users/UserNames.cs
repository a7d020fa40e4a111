using System.Text;

namespace AegisAuth.Application.Users;

/// <summary>Which user names are the same.</summary>
public static class UserNames
{
    /// <summary>
    /// The form in which a name is stored and compared: compatibility-composed (NFKC) and without case, so that
    /// <c>Ａdmin</c>, <c>ADMIN</c> and <c>admin</c> are one name. Folded once, here, at every write and every look-up.
    /// </summary>
    public static string KeyOf(string userName) =>
        userName.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormKC);
}
