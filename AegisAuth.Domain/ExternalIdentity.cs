namespace AegisAuth.Domain;

/// <summary>
/// An external account that logs a user in. Its key is provider, app id and subject together: a subject
/// means nothing outside the app it was given to (OpenID Connect Core 5.7; WeChat openid).
/// </summary>
public sealed record ExternalIdentity
{
    /// <summary>The platform name, such as <c>weapp</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Our id at the provider.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The provider's id for the person: <c>sub</c>, openid or user id. Compared exactly.</summary>
    public string Subject { get; init; } = "";

    /// <summary>
    /// A random public name: what its owner sees and unlinks by. Two subjects of one external account (Alipay
    /// <c>open_id</c> and <c>user_id</c>) share it.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>True for the second subject of an account that has two: it logs in, and is not listed.</summary>
    public bool IsAlias { get; init; }

    /// <summary>The account it logs in.</summary>
    public long UserId { get; init; }

    /// <summary>Where <see cref="UnionId"/> is valid; null without one.</summary>
    public string? UnionFamily { get; init; }

    /// <summary>The id of the person in every app of the family, once the provider has given it.</summary>
    public string? UnionId { get; init; }

    /// <summary>The name the provider gave, cleaned; a hint, never an identity.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>When it was linked.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset LastLoginAt { get; init; }
}
