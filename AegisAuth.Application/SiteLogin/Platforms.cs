namespace AegisAuth.Application.SiteLogin;

/// <summary>The values of <c>platform</c>.</summary>
public static class Platforms
{
    /// <summary>The login with a password of our own.</summary>
    public const string Website = "website";

    /// <summary>The login with a passkey.</summary>
    public const string Passkey = "passkey";

    /// <summary>Whether the login is one with a password; so it is when no platform is named.</summary>
    public static bool IsWebsite(string? platform) => string.IsNullOrEmpty(platform) || platform == Website;
}
