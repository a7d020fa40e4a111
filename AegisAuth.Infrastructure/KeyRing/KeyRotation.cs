using System.Xml;
using AegisAuth.Application.Common;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// Puts the ring in order at start, and adds the next key 30 days before the last one ends. Never inside a request: a key
/// made there would be written while the request's own transaction holds the database. The caller holds the lock that
/// one node at a time has.
/// </summary>
internal sealed class KeyRotation(
    KeyRingRepository ring,
    RingCipher cipher,
    IKeyManager keys,
    TimeProvider time,
    ILogger<KeyRotation> logger
)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    /// <summary>Checks that every stored key can be read, encrypts what is not encrypted with <c>Encryption:Key</c>, and ensures a key.</summary>
    /// <exception cref="MigrationException">A key cannot be read; the message says what to set.</exception>
    public void StartupTasks()
    {
        var entries = Entries();
        if (entries.Any(entry => entry.IsClosed))
        {
            throw new MigrationException(
                cipher.Writes
                    ? "Encryption:Key does not open the key ring in the database: set the key that it was written with, or name that one in Encryption:PreviousKeys."
                    : "The key ring in the database is encrypted: set Encryption:Key to the key that it was written with."
            );
        }

        if (cipher.Writes)
        {
            Encrypt(entries);
        }

        EnsureKey();
    }

    /// <summary>Whether the next key is to be made.</summary>
    public bool IsDue()
    {
        var soon = time.GetUtcNow() + Ahead;
        return !Live().Any(key => key.ActivationDate <= soon && key.ExpirationDate > soon);
    }

    /// <summary>Makes the next key where it is due. It begins when the last one ends, so that every node has read it by then.</summary>
    public void EnsureKey()
    {
        if (!IsDue())
        {
            return;
        }

        var now = time.GetUtcNow();
        var begin = Live()
            .Where(key => key.ActivationDate <= now && key.ExpirationDate > now)
            .Select(key => key.ExpirationDate)
            .Append(now)
            .Max();
        keys.CreateNewKey(begin, begin + Lifetime);
        logger.LogInformation("A key was added to the key ring; it is used from {From} on", begin);
    }

    private void Encrypt(IReadOnlyList<RingEntry> entries)
    {
        var clear = entries.Count(entry => entry.WasClear);
        var previous = entries.Count(entry => entry is { WasPrevious: true, WasClear: false });
        foreach (var entry in entries.Where(entry => entry.WasClear || entry.WasPrevious))
        {
            ring.Rewrite(entry);
        }

        if (previous > 0)
        {
            logger.LogWarning("Encryption:Key has changed: {Count} keys of the ring were encrypted again with the new one", previous);
        }

        if (clear > 0)
        {
            // A copy of the database may hold the old ones in the clear.
            var now = time.GetUtcNow();
            keys.CreateNewKey(now, now + Lifetime);
            logger.LogWarning(
                "Encryption:Key is set: {Count} keys of the ring that lay in the clear were encrypted, and a new key protects what is written from now on",
                clear
            );
        }
    }

    private IReadOnlyList<RingEntry> Entries()
    {
        try
        {
            return ring.Entries();
        }
        catch (XmlException e)
        {
            throw new MigrationException(
                "The key ring in the database holds an entry that is no XML: restore table data_protection_keys.",
                e
            );
        }
    }

    private IEnumerable<IKey> Live() => keys.GetAllKeys().Where(key => !key.IsRevoked);
}
