using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>
/// What ties a login that went out to a provider's page to the one that comes back: the state, once, for ten minutes,
/// for one platform and one browser, with the PKCE verifier and the nonce that belong to it (RFC 9700, 2.1 and 4.7).
/// </summary>
public sealed class AuthorizationStates(IAuthorizationStateRepository store, ISecretProtector protector, TimeProvider time)
{
    /// <summary>How long a login may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int MinLength = 8;
    private const int MaxLength = 128;

    /// <summary>
    /// Stores a state and says what goes into the authorize address. Refuses with <c>InvalidParameter</c> for a state
    /// without the form of one, and with <c>StateInvalid</c> for one that is alive in another browser.
    /// </summary>
    /// <remarks>
    /// Callers may choose the state, so two may choose the same. The first keeps it: were it replaced, an attacker who learns
    /// or guesses a state could end a stranger's login that is under way, or put another one in its place. The same browser
    /// may begin again under its own state, as a page does that is loaded twice.
    /// </remarks>
    /// <param name="platform">Whose page it is.</param>
    /// <param name="given">The caller's own state, 8 to 128 unreserved characters (RFC 3986, 2.3); null or empty for one of ours.</param>
    /// <param name="browser">What the browser's cookie holds: 256 random bits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Result<AuthorizeRequest>> CreateAsync(
        string platform,
        string? given,
        string browser,
        CancellationToken cancellationToken
    )
    {
        if (!string.IsNullOrEmpty(given) && !HasForm(given))
        {
            return AuthError.InvalidParameter;
        }

        var state = string.IsNullOrEmpty(given) ? RandomSecret.Create() : given;
        var verifier = RandomSecret.Create();
        var now = time.GetUtcNow();
        var row = new StoredState
        {
            StateHash = RandomSecret.Hash(state),
            Platform = platform,
            BrowserHash = RandomSecret.Hash(browser),
            ProtectedVerifier = protector.Protect(SecretPurposes.AuthorizationState, verifier),
            Nonce = RandomSecret.Create(),
            ExpiresAt = now + Lifetime,
        };
        // The last look is for a twin of this very request that was faster with the second one.
        return
            await store.TryReplaceAsync(row, now, cancellationToken)
            || await store.TryAddAsync(row, cancellationToken)
            || await store.TryReplaceAsync(row, now, cancellationToken)
            ? new AuthorizeRequest(state, row.Nonce, ChallengeOf(verifier))
            : AuthError.StateInvalid;
    }

    /// <summary>
    /// Takes a state, which works once; null for one that is unknown, used, expired, another platform's or another
    /// browser's. A wrong browser does not use it up: the right one may still come.
    /// </summary>
    public async Task<TakenState?> TakeAsync(string platform, string? state, BrowserBinding browser, CancellationToken cancellationToken)
    {
        if (state is null || !HasForm(state))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var found = await store.FindAsync(RandomSecret.Hash(state), cancellationToken);
        if (
            found is null
            || found.ExpiresAt <= now
            || !ClockSkew.CanEndAt(found.ExpiresAt, now, Lifetime)
            || !string.Equals(found.Platform, platform, StringComparison.Ordinal)
            || !browser.MayUse(found)
            || !await store.TryTakeAsync(found, now, cancellationToken)
        )
        {
            return null;
        }

        return new TakenState(protector.Unprotect(SecretPurposes.AuthorizationState, found.ProtectedVerifier), found.Nonce);
    }

    /// <summary>Whether the text can be a state: 8 to 128 unreserved characters (RFC 3986, 2.3).</summary>
    public static bool HasForm(string state) =>
        state.Length is >= MinLength and <= MaxLength && state.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    // RFC 7636, 4.2, S256.
    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}

/// <summary>What belongs to a state that was taken.</summary>
/// <param name="CodeVerifier">The PKCE verifier (RFC 7636).</param>
/// <param name="Nonce">What the id_token must hold.</param>
public sealed record TakenState(string CodeVerifier, string Nonce)
{
    /// <summary>Keeps the verifier out of logs.</summary>
    public override string ToString() => nameof(TakenState);
}

/// <summary>Which browser brings a login back.</summary>
/// <param name="Id">What its cookie holds; null or empty without one.</param>
/// <param name="IsBrowser">Whether a browser sent the request: then the cookie must be there, and be the right one.</param>
public sealed record BrowserBinding(string? Id, bool IsBrowser)
{
    /// <summary>Keeps the cookie out of logs.</summary>
    public override string ToString() => nameof(BrowserBinding);

    // A program without a cookie jar is no victim of a forged login; one that brings a cookie is held to it.
    internal bool MayUse(StoredState state) => string.IsNullOrEmpty(Id) ? !IsBrowser : RandomSecret.Matches(Id, state.BrowserHash);
}
