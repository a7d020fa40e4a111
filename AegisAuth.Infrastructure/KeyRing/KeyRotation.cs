using System.Xml;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// Puts the ring in order: every key must open, none lies in the clear where there is <c>Encryption:Key</c>, and there is a
/// next one a month before the last one ends. At the start and once a day only: a key made in the middle of a request would
/// be written while the request's own transaction holds the database.
/// </summary>
internal sealed class KeyRotation(
    KeyRingRepository ring,
    RingCipher cipher,
    IKeyManager keys,
    TimeProvider time,
    ILogger<KeyRotation> logger
) : IMigrationFollowUp
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan MustLast = TimeSpan.FromDays(30);

    // Every node reads the ring again once a day: none may meet a key that it does not know yet.
    private static readonly TimeSpan Announcement = TimeSpan.FromDays(2);

    /// <exception cref="MigrationException">A key cannot be read; the message says what to set.</exception>
    public void Run()
    {
        var stored = Read();
        if (stored.Any(key => key.IsClosed))
        {
            throw new MigrationException(
                cipher.Writes
                    ? "Encryption:Key does not open the key ring in the database: set the key that it was written with, or name that one in Encryption:PreviousKeys."
                    : "The key ring in the database is encrypted: set Encryption:Key to the key that it was written with."
            );
        }

        var wereClear = cipher.Writes && Encrypt(stored);
        var now = time.GetUtcNow();
        var good = keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now).ToList();
        // A copy of the database may hold those that lay in the clear: another one protects what is written from then on.
        if (wereClear || !good.Exists(key => key.ExpirationDate > now + MustLast))
        {
            var activation = good.Exists(key => key.ActivationDate <= now && key.ExpirationDate > now + Announcement)
                ? now + Announcement
                : now;
            keys.CreateNewKey(activation, activation + Lifetime);
            logger.LogInformation("A key was added to the key ring; it is used from {From} on", activation);
        }
    }

    private bool Encrypt(IReadOnlyList<RingEntry> stored)
    {
        foreach (var key in stored.Where(key => key.WasClear || key.WasPrevious))
        {
            ring.Rewrite(key);
        }

        var previous = stored.Count(key => key is { WasPrevious: true, WasClear: false });
        if (previous > 0)
        {
            logger.LogWarning("Encryption:Key has changed: {Count} keys of the ring were encrypted again with the new one", previous);
        }

        var clear = stored.Count(key => key.WasClear);
        if (clear > 0)
        {
            logger.LogWarning("Encryption:Key is set: {Count} keys of the ring that lay in the clear were encrypted with it", clear);
        }

        return clear > 0;
    }

    private IReadOnlyList<RingEntry> Read()
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
}
