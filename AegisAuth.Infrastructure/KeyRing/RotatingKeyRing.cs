using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// The ring as Data Protection asks for it. Its own one reads the ring again inside whatever request comes after a day, goes
/// by the system's clock, and fails when no key is current. This one is read by <see cref="KeyRotation"/>, and when
/// a text comes that another node has protected with a newer key.
/// </summary>
internal sealed class RotatingKeyRing(IKeyManager keys, TimeProvider time, ILogger<RotatingKeyRing> logger) : IKeyRingProvider
{
    // Made-up key ids must not cost a read each.
    private static readonly TimeSpan FruitlessPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile Entry[]? _entries;
    private long? _fruitlessAt;

    public IKeyRing GetCurrentKeyRing()
    {
        var entries = _entries ?? Read();
        return new View(this, Default(entries));
    }

    /// <summary>Reads the ring from the database.</summary>
    public void Refresh() => Read();

    /// <summary>Whether the key that is used now is stored, so that other nodes and the next start can read what it protects.</summary>
    public bool IsStored()
    {
        var current = Default(_entries ?? Read()).Id;
        return keys.GetAllKeys().Any(key => key.KeyId == current && !key.IsRevoked);
    }

    private Entry[] Read()
    {
        lock (_gate)
        {
            var known = (_entries ?? []).ToDictionary(entry => entry.Id);
            var read = keys.GetAllKeys()
                .Select(key => known.TryGetValue(key.KeyId, out var same) && same.IsRevoked == key.IsRevoked ? same : Open(key))
                .OfType<Entry>()
                .ToArray();
            if (read.Length == 0)
            {
                throw new InvalidOperationException("The key ring holds no key that can be read.");
            }

            return _entries = read;
        }
    }

    private Entry? Open(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is { } encryptor
                ? new Entry(key.KeyId, key.ActivationDate, key.ExpirationDate, key.IsRevoked, encryptor)
                : null;
        }
        catch (Exception e)
        {
            // Another node may have written it with an Encryption:Key that this one does not know yet: the others still work.
            logger.LogError(e, "Key {KeyId} of the key ring cannot be read", key.KeyId);
            return null;
        }
    }

    // A key that has ended still protects where there is no newer one: refusing every login would protect nothing.
    private Entry Default(Entry[] entries)
    {
        var now = time.GetUtcNow();
        return entries
                .Where(entry => !entry.IsRevoked)
                .OrderByDescending(entry => entry.ActivationDate <= now)
                .ThenByDescending(entry => entry.ExpirationDate > now)
                .ThenByDescending(entry => entry.ActivationDate <= now ? entry.ActivationDate.UtcTicks : -entry.ActivationDate.UtcTicks)
                .FirstOrDefault()
            ?? throw new InvalidOperationException("Every key of the key ring is revoked.");
    }

    private Entry? Find(Guid id)
    {
        if (Array.Find(_entries ?? [], entry => entry.Id == id) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            if (_fruitlessAt is { } at && TimeProvider.System.GetElapsedTime(at) < FruitlessPause)
            {
                return null;
            }

            var found = Array.Find(Read(), entry => entry.Id == id);
            _fruitlessAt = found is null ? TimeProvider.System.GetTimestamp() : null;
            return found;
        }
    }

    private sealed record Entry(
        Guid Id,
        DateTimeOffset ActivationDate,
        DateTimeOffset ExpirationDate,
        bool IsRevoked,
        IAuthenticatedEncryptor Encryptor
    );

    private sealed class View(RotatingKeyRing ring, Entry current) : IKeyRing
    {
        public IAuthenticatedEncryptor DefaultAuthenticatedEncryptor => current.Encryptor;

        public Guid DefaultKeyId => current.Id;

        public IAuthenticatedEncryptor? GetAuthenticatedEncryptorByKeyId(Guid keyId, out bool isRevoked)
        {
            var found = ring.Find(keyId);
            isRevoked = found?.IsRevoked ?? false;
            return found?.Encryptor;
        }
    }
}
