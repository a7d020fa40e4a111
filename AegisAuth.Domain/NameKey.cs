using System.Text;

namespace AegisAuth.Domain;

/// <summary>The form in which user names are compared.</summary>
public static class NameKey
{
    /// <summary>
    /// Compatibility-composed (NFKC) and without case, so that <c>Ａdmin</c>, <c>ADMIN</c> and <c>admin</c> are one name.
    /// </summary>
    public static string Of(string userName) =>
        userName.Normalized(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalized(NormalizationForm.FormKC);
}
