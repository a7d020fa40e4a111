namespace AegisAuth.Domain;

/// <summary>Which surface a session opens. A token of one is worth nothing on the other.</summary>
public enum Surface
{
    /// <summary><c>/user</c>.</summary>
    Admin = 1,

    /// <summary><c>/api</c>.</summary>
    Site = 2,
}

/// <summary>The words for a surface, as answers have them.</summary>
public static class SurfaceNames
{
    /// <summary><c>admin</c> or <c>site</c>.</summary>
    public static string Of(Surface surface) => surface == Surface.Admin ? "admin" : "site";
}

/// <summary>What a token opens. A login has one, and one more for each renewal. The token itself is never stored, only its SHA-256.</summary>
public sealed record Session
{
    /// <summary>A random public name.</summary>
    public string Id { get; init; } = "";

    /// <summary>The first session of the login, where this one is a renewal; else null.</summary>
    public string? RenewalOf { get; init; }

    /// <summary>The public name of the login: what its owner sees in the list and revokes by.</summary>
    public string LoginId => RenewalOf ?? Id;

    /// <summary>SHA-256 of the token, 32 bytes.</summary>
    public byte[] TokenHash { get; init; } = [];

    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>What it opens.</summary>
    public Surface Surface { get; init; }

    /// <summary>When the login happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the token was made: the time of the login, or of the renewal.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>How the login was proven: one of <see cref="AuthenticationMethods"/>, or a platform.</summary>
    public string AuthenticationMethod { get; init; } = AuthenticationMethods.Password;

    /// <summary>From this moment on the token is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The last use, exact to about a minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The client's address at login.</summary>
    public string Address { get; init; } = "";

    /// <summary>The client's user agent at login, cut to 256 characters.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>SHA-256 of the dynamic secret, where one was issued.</summary>
    public byte[]? SecretHash { get; init; }

    /// <summary>When the dynamic secret ends.</summary>
    public DateTimeOffset? SecretExpiresAt { get; init; }
}
