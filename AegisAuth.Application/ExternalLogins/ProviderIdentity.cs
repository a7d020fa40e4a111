namespace AegisAuth.Application.ExternalLogins;

/// <summary>A person whom a provider has vouched for.</summary>
public sealed record ProviderIdentity
{
    /// <summary>The provider's id for the person, within our app: <c>sub</c>, openid or user id.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// A second id of the same person at the same provider, where it gives two (Alipay <c>user_id</c> beside
    /// <c>open_id</c>): stored beside the first, so that an app may be migrated.
    /// </summary>
    public string? AlternativeSubject { get; init; }

    /// <summary>The id that joins one developer's apps, where the provider gave it over its own channel.</summary>
    public UnionId? UnionId { get; init; }

    /// <summary>The e-mail address, where the provider gives one.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the provider has proven the address. Absent means no.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>The phone number in E.164, where the provider has vouched for it just now.</summary>
    public string? Phone { get; init; }

    /// <summary>
    /// Whether the provider also runs the mailbox, so that only its owner of today can have proven it: what an account
    /// may be joined by.
    /// </summary>
    public bool EmailAuthoritative { get; init; }

    /// <summary>A name for the person; a hint, never an identity.</summary>
    public string? DisplayName { get; init; }

    /// <summary>An https address of a picture; a hint, never an identity.</summary>
    public string? AvatarUrl { get; init; }
}

/// <summary>An id that is the same in every app of one developer account.</summary>
/// <param name="Family">Where it is valid: <c>wechat</c> or <c>qq</c>; never across.</param>
/// <param name="Value">The id.</param>
public readonly record struct UnionId(string Family, string Value);
