using System.Text;

namespace AegisAuth.Api.Http;

/// <summary>Headers that may hold more than ASCII. Kestrel gives each byte as a character (see <c>HostSetup</c>).</summary>
internal static class HeaderText
{
    /// <summary>The text as UTF-8; what is none becomes U+FFFD.</summary>
    public static string Utf8(string header) => Ascii.IsValid(header) ? header : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(header));
}
