using System.Security.Cryptography;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Passkeys;

/// <summary>Remembers the challenges that were given out, and takes each back once.</summary>
/// <remarks>The challenge in an answer is compared with the stored one, never with another member of the same body.</remarks>
public sealed class PasskeyChallenges(IPasskeyRepository store, TimeProvider time)
{
    /// <summary>How long a challenge lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Stores a challenge for this purpose and place.</summary>
    public Task AddAsync(byte[] challenge, PasskeyPlace place, byte[] userHandle, CancellationToken cancellationToken) =>
        store.AddChallengeAsync(
            new PasskeyChallenge
            {
                ChallengeHash = SHA256.HashData(challenge),
                Purpose = place.Purpose,
                BoundHash = RandomSecret.Hash(place.Binding),
                UserHandle = userHandle,
                ExpiresAt = time.GetUtcNow() + Lifetime,
            },
            cancellationToken
        );

    /// <summary>
    /// Takes a challenge; null for one that is unknown, used, expired, or was given out for something else or elsewhere.
    /// A wrong session or browser does not use it up: the right one may still come.
    /// </summary>
    public async Task<PasskeyChallenge?> TakeAsync(byte[] challenge, PasskeyPlace place)
    {
        var found = await store.FindChallengeAsync(SHA256.HashData(challenge), CancellationToken.None);
        return
            found is not null
            && string.Equals(found.Purpose, place.Purpose, StringComparison.Ordinal)
            && RandomSecret.Matches(place.Binding, found.BoundHash)
            && await store.TryTakeChallengeAsync(found, time.GetUtcNow(), CancellationToken.None)
            ? found
            : null;
    }
}

/// <summary>What a challenge is for and where it was given out.</summary>
/// <param name="Purpose">A word.</param>
/// <param name="Binding">The name of the session or login, or the secret of the browser's cookie.</param>
public sealed record PasskeyPlace(string Purpose, string Binding)
{
    /// <summary>A passkey is to be made in this login: the answer that brings the options may renew the session.</summary>
    public static PasskeyPlace Adding(AuthenticatedSession me) => new("add", me.LoginId);

    /// <summary>A passkey is to be shown for the dynamic secret of this session.</summary>
    public static PasskeyPlace StepUp(AuthenticatedSession me) => new("step-up", me.SessionId);

    /// <summary>A passkey is to log in from this browser.</summary>
    public static PasskeyPlace Login(string browser) => new("login", browser);

    /// <summary>Keeps the binding out of logs.</summary>
    public override string ToString() => Purpose;
}
