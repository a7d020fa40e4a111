using System.Reflection;
using System.Security.Cryptography;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Domain;

public sealed class AuditEntryTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 0, 0, 123, TimeSpan.Zero);

    // Every field that is hashed, with an entry that differs from Some() in that field alone.
    private static readonly (string Field, AuditEntry Changed)[] OneChange =
    [
        (nameof(AuditEntry.Sequence), Some(sequence: 8)),
        (nameof(AuditEntry.At), Some(at: At.AddMilliseconds(1))),
        (nameof(AuditEntry.Action), Some(action: "admin-logins")),
        (nameof(AuditEntry.Actor), Some(actor: "ASD000009")),
        (nameof(AuditEntry.Target), Some(target: "")),
        (nameof(AuditEntry.OrganisationId), Some(organisation: null)),
        (nameof(AuditEntry.Outcome), Some(outcome: "success")),
        (nameof(AuditEntry.Reason), Some(reason: "disabled")),
        (nameof(AuditEntry.Address), Some(address: "192.0.2.2")),
        (nameof(AuditEntry.UserAgent), Some(userAgent: "agent/2")),
        (nameof(AuditEntry.CorrelationId), Some(correlation: "c-2")),
        (nameof(AuditEntry.PreviousHash), Some(previous: 2)),
        (nameof(AuditEntry.OriginDigest), Some(digest: 3)),
    ];

    private static IEnumerable<TestCaseData> Changes =>
        OneChange.Select(change => new TestCaseData(change.Changed).SetArgDisplayNames(change.Field));

    // The text fields in the order in which they are hashed: a boundary must be part of the hash.
    private static IEnumerable<TestCaseData> Moves =>
        [
            Move("action to actor", Some(action: "ab", actor: "c"), Some(action: "a", actor: "bc")),
            Move("actor to target", Some(actor: "ab", target: "c"), Some(actor: "a", target: "bc")),
            Move("target to outcome", Some(target: "ab", outcome: "c"), Some(target: "a", outcome: "bc")),
            Move("outcome to reason", Some(outcome: "ab", reason: "c"), Some(outcome: "a", reason: "bc")),
            Move("reason to address", Some(reason: "ab", address: "c"), Some(reason: "a", address: "bc")),
            Move("address to user agent", Some(address: "ab", userAgent: "c"), Some(address: "a", userAgent: "bc")),
            Move("user agent to correlation", Some(userAgent: "ab", correlation: "c"), Some(userAgent: "a", correlation: "bc")),
            Move("whole actor to target", Some(actor: "x", target: ""), Some(actor: "", target: "x")),
        ];

    [TestCaseSource(nameof(Changes))]
    public void ComputeHash_OneFieldChanged_IsAnother(AuditEntry changed) =>
        Assert.That(changed.ComputeHash(), Is.Not.EqualTo(Some().ComputeHash()));

    [Test]
    public void ComputeHash_EveryField_IsCoveredByAChangeHere()
    {
        // A field added to the entry must be hashed, and this says so until it stands in the list above.
        var fields = typeof(AuditEntry)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.Name)
            .Where(name =>
                name
                    is not (
                        nameof(AuditEntry.Hash)
                        or nameof(AuditEntry.OriginSalt)
                        or nameof(AuditEntry.IsErased)
                        or nameof(AuditEntry.Owner)
                    )
            );

        Assert.That(OneChange.Select(change => change.Field), Is.EquivalentTo(fields));
    }

    [TestCaseSource(nameof(Moves))]
    public void ComputeHash_TextMovedToTheNextField_IsAnother(AuditEntry before, AuditEntry after) =>
        Assert.That(after.ComputeHash(), Is.Not.EqualTo(before.ComputeHash()));

    [Test]
    public void ComputeHash_NoOrganisation_IsNotOrganisationZero() =>
        Assert.That(Some(organisation: null).ComputeHash(), Is.Not.EqualTo(Some(organisation: 0).ComputeHash()));

    [Test]
    public void ComputeHash_SameMomentInAnotherZone_IsTheSame() =>
        Assert.That(Some(at: At.ToOffset(TimeSpan.FromHours(8))).ComputeHash(), Is.EqualTo(Some().ComputeHash()));

    [Test]
    public void ComputeHash_TheStoredHash_IsNoPartOfIt()
    {
        var entry = new AuditEntry { Sequence = 1, Hash = [1, 2, 3] };

        Assert.That(entry.ComputeHash(), Is.EqualTo(new AuditEntry { Sequence = 1 }.ComputeHash()));
        Assert.That(entry.ComputeHash(), Has.Length.EqualTo(SHA256.HashSizeInBytes));
    }

    [Test]
    public void ComputeHash_KnownEntry_StaysWhatItWas()
    {
        // Stored chains are checked with this function for years: the bytes that go in must never change.
        // sequence, milliseconds, organisation, then eight times length and UTF-8, then the previous hash.
        byte[] input =
        [
            .. Number(7),
            .. Number(At.ToUnixTimeMilliseconds()),
            .. Number(1),
            .. Text("admin-login"u8),
            .. Text("ASD000001"u8),
            .. Text("ASD000002"u8),
            .. Text("refused"u8),
            .. Text("\u5BC6\u7801\u9519\u8BEF"u8),
            .. Text("192.0.2.1"u8),
            .. Text("agent/1"u8),
            .. Text("c-1"u8),
            .. Enumerable.Repeat((byte)1, 32),
        ];

        Assert.That(Some(reason: "\u5BC6\u7801\u9519\u8BEF").ComputeHash(), Is.EqualTo(SHA256.HashData(input)));

        static byte[] Number(long value)
        {
            var bytes = BitConverter.GetBytes(value);
            Array.Reverse(bytes);
            return bytes;
        }

        static byte[] Text(ReadOnlySpan<byte> text) => [.. Number(text.Length), .. text];
    }

    [Test]
    public void ComputeHash_WithADigest_CoversItInsteadOfAddressAndAgent()
    {
        var sealedEntry = Some(digest: 3);

        Assert.That(Some(digest: 3, address: "", userAgent: "").ComputeHash(), Is.EqualTo(sealedEntry.ComputeHash()));
        Assert.That(Some(digest: 4).ComputeHash(), Is.Not.EqualTo(sealedEntry.ComputeHash()));
        Assert.That(Some(digest: 3, correlation: "c-2").ComputeHash(), Is.Not.EqualTo(sealedEntry.ComputeHash()));
    }

    [Test]
    public void ComputeOriginDigest_TextMovedOrAnotherSalt_IsAnother()
    {
        byte[] salt = [1, 2, 3];
        var digest = AuditEntry.ComputeOriginDigest(salt, "ab", "c");

        Assert.That(AuditEntry.ComputeOriginDigest(salt, "a", "bc"), Is.Not.EqualTo(digest));
        Assert.That(AuditEntry.ComputeOriginDigest([1, 2], "ab", "c"), Is.Not.EqualTo(digest));
        Assert.That(AuditEntry.ComputeOriginDigest(salt, "ab", "c"), Is.EqualTo(digest));
    }

    private static TestCaseData Move(string name, AuditEntry before, AuditEntry after) =>
        new TestCaseData(before, after).SetArgDisplayNames(name);

    private static AuditEntry Some(
        long sequence = 7,
        DateTimeOffset? at = null,
        string action = "admin-login",
        string actor = "ASD000001",
        string target = "ASD000002",
        long? organisation = 1,
        string outcome = "refused",
        string reason = "wrong-password",
        string address = "192.0.2.1",
        string userAgent = "agent/1",
        string correlation = "c-1",
        byte previous = 1,
        byte? digest = null
    ) =>
        new()
        {
            Sequence = sequence,
            At = at ?? At,
            Action = action,
            Actor = actor,
            Target = target,
            OrganisationId = organisation,
            Outcome = outcome,
            Reason = reason,
            Address = address,
            UserAgent = userAgent,
            CorrelationId = correlation,
            PreviousHash = [.. Enumerable.Repeat(previous, 32)],
            OriginDigest = digest is { } value ? [.. Enumerable.Repeat(value, 32)] : null,
        };
}
