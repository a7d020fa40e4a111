using System.Xml;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// Puts the ring in order: adds a key at a start that finds none, and a month before the last one ends. At the start and once
/// a day only: a key made in the middle of a request would be written while the request's own transaction holds the database.
/// </summary>
internal sealed class KeyRotation(
    KeyRingRepository stored,
    RingCipher cipher,
    IKeyManager keys,
    RotatingKeyRing ring,
    TimeProvider time,
    ILogger<KeyRotation> logger
) : IMigrationFollowUp
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan MustLast = TimeSpan.FromDays(30);

    // Every node reads the ring again once a day: none may meet a key that it does not know yet.
    private static readonly TimeSpan Announcement = TimeSpan.FromDays(2);

    private bool _started;

    /// <inheritdoc/>
    /// <exception cref="MigrationException">A stored key cannot be read; the message says what to set.</exception>
    public void Run()
    {
        // Later, nodes with the old and the new Encryption:Key may run beside each other: they must not undo each other's work.
        if (!_started)
        {
            EncryptAll();
            _started = true;
        }

        EnsureKey();
        ring.Refresh();
    }

    private void EncryptAll()
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

        if (!cipher.Writes)
        {
            return;
        }

        foreach (var entry in entries.Where(entry => entry.WasClear || entry.WasPrevious))
        {
            stored.Rewrite(entry);
        }

        Tell(entries);
        if (entries.Any(entry => entry.WasClear))
        {
            // A copy of the database may hold the old ones in the clear.
            var now = time.GetUtcNow();
            keys.CreateNewKey(now, now + Lifetime);
        }
    }

    private void Tell(IReadOnlyList<RingEntry> entries)
    {
        if (entries.Count(entry => entry is { WasPrevious: true, WasClear: false }) is > 0 and var previous)
        {
            logger.LogWarning("Encryption:Key has changed: {Count} keys of the ring were encrypted again with the new one", previous);
        }

        if (entries.Count(entry => entry.WasClear) is > 0 and var clear)
        {
            logger.LogWarning(
                "Encryption:Key is set: {Count} keys of the ring that lay in the clear were encrypted, and a new key protects what is written from now on",
                clear
            );
        }
    }

    private void EnsureKey()
    {
        var now = time.GetUtcNow();
        var good = keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now).ToList();
        if (good.Exists(key => key.ExpirationDate > now + MustLast))
        {
            return;
        }

        var activation = good.Exists(key => key.ActivationDate <= now && key.ExpirationDate > now + Announcement)
            ? now + Announcement
            : now;
        keys.CreateNewKey(activation, activation + Lifetime);
        logger.LogInformation("A key was added to the key ring; it is used from {From:O} on", activation);
    }

    private IReadOnlyList<RingEntry> Entries()
    {
        try
        {
            return stored.Entries();
        }
        catch (XmlException e)
        {
            throw new MigrationException(
                "The key ring in the database holds an entry that is no XML: restore table data_protection_keys.",
                e
            );
        }
    }
}
