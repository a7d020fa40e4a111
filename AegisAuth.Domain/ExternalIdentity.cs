namespace AegisAuth.Domain;

/// <summary>
/// An outside account that logs a user in. Its key is provider, app id and subject together: a subject
/// means nothing outside the app it was given to (OpenID Connect Core 5.7; WeChat openid).
/// </summary>
public sealed class ExternalIdentity
{
    /// <summary>The platform name, such as <c>weapp</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Our id at the provider.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The provider's id for the person: <c>sub</c>, openid or user id. Compared exactly.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The account it logs in.</summary>
    public long UserId { get; init; }

    /// <summary>The name the provider gave, cleaned; decoration.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>When it was linked.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset LastLoginAt { get; init; }
}
