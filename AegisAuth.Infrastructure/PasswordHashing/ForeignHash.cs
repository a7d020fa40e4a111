using System.Security.Cryptography;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>A password hash that another product has made: how it is computed, and what came out.</summary>
/// <remarks>Its parameters have been bounded when it was read, so that computing it cannot take the service down.</remarks>
internal abstract class ForeignHash
{
    /// <summary>What came out.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>
    /// Everything but the digest: the hash with zeros in its place. Read again, it computes the same from the same
    /// password, and says nothing about the password itself.
    /// </summary>
    public required string Recipe { get; init; }

    /// <summary>Whether a stolen copy is quickly guessed: then it is kept wrapped only.</summary>
    public required bool IsWeak { get; init; }

    /// <summary>What comes out for this password.</summary>
    public abstract byte[] Derive(string password);

    /// <summary>Whether it is the hash of this password; compared in constant time.</summary>
    public virtual bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password), Digest);
}

/// <summary>One form of hash, told by its beginning.</summary>
internal interface IForeignHashForm
{
    /// <summary>Whether the text has this form, judged by its beginning; what follows may still be wrong.</summary>
    bool Recognises(string text);

    /// <summary>Reads it: the hash, or why it cannot be taken.</summary>
    HashReading Read(string text);
}

/// <summary>What reading a hash came to: one of the two is null.</summary>
/// <param name="Hash">The hash.</param>
/// <param name="Refused">Why it cannot be taken, in words that hold nothing of it.</param>
internal readonly record struct HashReading(ForeignHash? Hash, string? Refused)
{
    public static implicit operator HashReading(ForeignHash hash) => new(hash, null);

    public static HashReading No(string why) => new(null, why);
}
