using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// Adds a key to the ring at a start that finds none, or none that will last. Only there: a key made in the middle of a
/// request would be written while the request's own transaction holds the database.
/// </summary>
internal sealed class KeyRotation(IKeyManager keys, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan MustLast = TimeSpan.FromDays(30);

    public void EnsureKey()
    {
        var now = time.GetUtcNow();
        if (!keys.GetAllKeys().Any(key => !key.IsRevoked && key.ExpirationDate > now + MustLast))
        {
            keys.CreateNewKey(activationDate: now, expirationDate: now + Lifetime);
        }
    }
}
