using AegisAuth.Domain;

namespace AegisAuth.Application.Passkeys;

/// <summary>A passkey of a user (WebAuthn level 3): the public half, and how often it has signed.</summary>
public sealed record Passkey
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 64;

    /// <summary>The public name of the row: what it is renamed and removed by.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>
    /// The surface that it was added on. On the admin surface that took a dynamic secret: only such a one steps up. Every one
    /// logs in to the site.
    /// </summary>
    public Surface Surface { get; init; }

    /// <summary>SHA-256 of the credential id: the key it is found by, whatever the length of the id.</summary>
    public byte[] CredentialHash { get; init; } = [];

    /// <summary>The credential id, which its authenticator chose; at most 1023 bytes.</summary>
    public byte[] CredentialId { get; init; } = [];

    /// <summary>32 random bytes that the authenticator knows its owner by; they tell nothing about the user.</summary>
    public byte[] UserHandle { get; init; } = [];

    /// <summary>The public key in COSE form (RFC 9052).</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>The last counter; 0 for authenticators that do not count.</summary>
    public long SignCount { get; init; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used; the time of the adding before that.</summary>
    public DateTimeOffset LastUsedAt { get; init; }
}
