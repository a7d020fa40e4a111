using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Domain;

/// <summary>
/// One line of the audit log: who did what to whom, from where, and how it ended. Entries form a chain:
/// each carries the hash of the one before it, so that a changed, inserted or removed row is found.
/// </summary>
public sealed class AuditEntry
{
    private const long SecondForm = -2;

    /// <summary>The place in the chain, from 1, without gaps; below 0 for an entry that is not sealed yet.</summary>
    public long Sequence { get; init; }

    /// <summary>When, UTC, exact to the millisecond.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What was done, such as <c>admin-login</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>The AegisSpeed id of the one who did it; empty for a stranger.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The AegisSpeed id it was done to; empty where there is none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The organisation of the target, or of the actor where there is no target.</summary>
    public long? OrganisationId { get; init; }

    /// <summary><c>success</c> or <c>refused</c>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Why it was refused, or a detail; one of a fixed set of words, never what a client sent.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The client's address.</summary>
    public string Address { get; init; } = "";

    /// <summary>The client's user agent, cut.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The id that ties this entry to the request log.</summary>
    public string CorrelationId { get; init; } = "";

    /// <summary>The <see cref="Hash"/> of the entry before this one; 32 zero bytes before the first.</summary>
    public byte[] PreviousHash { get; init; } = [];

    /// <summary>
    /// Random bytes that keep an address from being guessed from its digest; null once address and user agent were erased,
    /// and in entries from before there was a digest.
    /// </summary>
    public byte[]? OriginSalt { get; init; }

    /// <summary>
    /// What the chain knows of address and user agent, see <see cref="ComputeOriginDigest"/>; null in entries from before,
    /// whose hash covers the text itself.
    /// </summary>
    public byte[]? OriginDigest { get; init; }

    /// <summary>SHA-256 over every field above, each with its length before it.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>Whether address and user agent were erased.</summary>
    public bool IsErased => OriginDigest is not null && OriginSalt is null && Address.Length == 0 && UserAgent.Length == 0;

    /// <summary>Whose address and user agent these are: those of the one who acted, or of a stranger at the account of the target.</summary>
    public string Owner => Actor.Length > 0 ? Actor : Target;

    /// <summary>Whether address and user agent are those that were sealed, or were erased.</summary>
    public bool HasOwnOrigin() =>
        OriginDigest is null
        || IsErased
        || (OriginSalt is { } salt && ComputeOriginDigest(salt, Address, UserAgent).AsSpan().SequenceEqual(OriginDigest));

    /// <summary>SHA-256 over salt, address and user agent, each with its length before it.</summary>
    public static byte[] ComputeOriginDigest(byte[] salt, string address, string userAgent)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, salt.Length);
        hash.AppendData(salt);
        AppendText(hash, address);
        AppendText(hash, userAgent);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash this entry ought to carry.</summary>
    public byte[] ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (OriginDigest is not null)
        {
            // No entry of the first form begins with this number.
            AppendNumber(hash, SecondForm);
        }

        AppendNumber(hash, Sequence);
        AppendNumber(hash, At.ToUnixTimeMilliseconds());
        AppendNumber(hash, OrganisationId ?? -1);
        foreach (var text in (ReadOnlySpan<string>)[Action, Actor, Target, Outcome, Reason])
        {
            AppendText(hash, text);
        }

        if (OriginDigest is { } digest)
        {
            hash.AppendData(digest);
        }
        else
        {
            AppendText(hash, Address);
            AppendText(hash, UserAgent);
        }

        AppendText(hash, CorrelationId);
        hash.AppendData(PreviousHash);
        return hash.GetHashAndReset();
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
