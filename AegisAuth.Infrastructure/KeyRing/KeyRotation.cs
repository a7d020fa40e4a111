using AegisAuth.Infrastructure.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>
/// Adds a key to the ring at a start that finds none, and a month before the last one ends. At the start and once a day
/// only: a key made in the middle of a request would be written while the request's own transaction holds the database.
/// </summary>
internal sealed class KeyRotation(IKeyManager keys, TimeProvider time) : IMigrationFollowUp
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan MustLast = TimeSpan.FromDays(30);

    // Every node reads the ring again once a day: none may meet a key that it does not know yet.
    private static readonly TimeSpan Announcement = TimeSpan.FromDays(2);

    public void Run()
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
    }
}
