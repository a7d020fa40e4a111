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
    /// <summary>The place in the chain, from 1, without gaps.</summary>
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

    /// <summary>SHA-256 over every field above, each with its length before it.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>The hash this entry ought to carry.</summary>
    public byte[] ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, Sequence);
        AppendNumber(hash, At.ToUnixTimeMilliseconds());
        AppendNumber(hash, OrganisationId ?? -1);
        foreach (var text in (ReadOnlySpan<string>)[Action, Actor, Target, Outcome, Reason, Address, UserAgent, CorrelationId])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            AppendNumber(hash, bytes.Length);
            hash.AppendData(bytes);
        }

        hash.AppendData(PreviousHash);
        return hash.GetHashAndReset();
    }

    private static void AppendNumber(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
