using AegisAuth.Domain;

namespace AegisAuth.Application.Common;

/// <summary>A session and what of its user decides about requests: one read brings all of it.</summary>
public sealed class AuthenticatedSession
{
    /// <summary>The session's public name.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The public name of the login, which its renewals share.</summary>
    public string LoginId { get; init; } = "";

    /// <summary>What the session opens.</summary>
    public Surface Surface { get; init; }

    /// <summary>When the login happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the token was made: the time of the login, or of the renewal.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>How the login was proven: one of <see cref="AuthenticationMethods"/>, or a platform.</summary>
    public string AuthenticationMethod { get; init; } = "";

    /// <summary>When the session ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The last use, exact to about a minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>SHA-256 of the dynamic secret, where one was issued.</summary>
    public byte[]? SecretHash { get; init; }

    /// <summary>When the dynamic secret ends.</summary>
    public DateTimeOffset? SecretExpiresAt { get; init; }

    /// <summary>The user's key.</summary>
    public long UserId { get; init; }

    /// <summary>The user's nine-character id.</summary>
    public AegisSpeedId AegisSpeedId { get; init; }

    /// <summary>The user's role now.</summary>
    public AdminRole Role { get; init; }

    /// <summary>The user's organisation now.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>The user name.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The user's group now.</summary>
    public long GroupId { get; init; }

    /// <summary>The name to show.</summary>
    public string Nickname { get; init; } = "";

    /// <summary>False: the session counts for nothing.</summary>
    public bool Enabled { get; init; }

    /// <summary>Since when the user has had the password; means nothing where there is none.</summary>
    public DateTimeOffset PasswordSince { get; init; }

    /// <summary>
    /// Whether the account was told to set a new password. That is one reason of several: ask <c>PasswordDemand</c>.
    /// </summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Whether the user has a confirmed authenticator app.</summary>
    public bool HasAuthenticator { get; init; }

    /// <summary>The user as one side of a role decision.</summary>
    public Principal AsPrincipal() => new(UserId, Role, OrganisationId);
}
