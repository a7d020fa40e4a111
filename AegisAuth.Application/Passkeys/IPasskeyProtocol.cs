using System.Text.Json;

namespace AegisAuth.Application.Passkeys;

/// <summary>The cryptography of WebAuthn level 3, without any storage. User verification is always demanded.</summary>
public interface IPasskeyProtocol
{
    /// <summary>Whether the service knows the host that passkeys are for.</summary>
    bool IsConfigured { get; }

    /// <summary>Options to make a passkey: resident key required, no attestation, with a new challenge of 256 bits.</summary>
    PasskeyOptions<PasskeyCreationOptions> Create(PasskeyOwner owner, IReadOnlyList<byte[]> existing);

    /// <summary>Options to show a passkey, with a new challenge of 256 bits; any resident one where no ids are given.</summary>
    PasskeyOptions<PasskeyRequestOptions> Request(IReadOnlyList<byte[]> allowed);

    /// <summary>The challenge and the credential id that an answer claims; null for what is no answer of an authenticator.</summary>
    PasskeyClaim? Read(JsonElement? passkey);

    /// <summary>Checks a new passkey against the challenge that was taken; null when it is not as demanded.</summary>
    Task<NewPasskey?> VerifyNewAsync(JsonElement passkey, byte[] challenge, byte[] userHandle);

    /// <summary>Checks a shown passkey against the challenge that was taken, and brings its new counter; null when it is not right.</summary>
    Task<long?> VerifyAsync(JsonElement passkey, byte[] challenge, Passkey stored);
}

/// <summary>For whom a passkey is made.</summary>
/// <param name="Handle">32 random bytes.</param>
/// <param name="Name">The account name that the authenticator shows.</param>
/// <param name="DisplayName">The name to show beside it.</param>
public sealed record PasskeyOwner(byte[] Handle, string Name, string DisplayName);

/// <summary>What a browser needs for <c>navigator.credentials</c>.</summary>
/// <param name="Challenge">The challenge in it.</param>
/// <param name="ForBrowser">The whole.</param>
/// <typeparam name="T"><see cref="PasskeyCreationOptions"/> or <see cref="PasskeyRequestOptions"/>.</typeparam>
public sealed record PasskeyOptions<T>(byte[] Challenge, T ForBrowser);

/// <summary>What an answer claims; nothing of it is proven.</summary>
/// <param name="CredentialId">The credential id.</param>
/// <param name="Challenge">The challenge.</param>
/// <param name="NamesUser">Whether the answer holds a user handle.</param>
public sealed record PasskeyClaim(byte[] CredentialId, byte[] Challenge, bool NamesUser);

/// <summary>A new passkey that was verified.</summary>
/// <param name="CredentialId">The credential id.</param>
/// <param name="PublicKey">The public key in COSE form.</param>
/// <param name="SignCount">The counter.</param>
public sealed record NewPasskey(byte[] CredentialId, byte[] PublicKey, long SignCount);
