namespace AegisAuth.Application.ExternalLogins;

/// <summary>What the client brought for one provider login. Every member but the code may be null.</summary>
public sealed record ProviderCredential
{
    /// <summary>The provider's one-time code; empty where only <see cref="AnonymousCode"/> came.</summary>
    public string Code { get; init; } = "";

    /// <summary>WeChat's code for the phone number, which is not the one of the login.</summary>
    public string? PhoneCode { get; init; }

    /// <summary>Toutiao's code for a visitor who is not logged in.</summary>
    public string? AnonymousCode { get; init; }

    /// <summary>The user data the client's SDK encrypted with the session key.</summary>
    public string? EncryptedData { get; init; }

    /// <summary>The initialisation vector of <see cref="EncryptedData"/>.</summary>
    public string? Iv { get; init; }

    /// <summary>SHA-1 over <see cref="RawData"/> and the session key.</summary>
    public string? Signature { get; init; }

    /// <summary>The user data in the clear, byte for byte as the SDK gave it.</summary>
    public string? RawData { get; init; }

    /// <summary>The <c>iss</c> that came with the code in the address (RFC 9207), where the client passes it on.</summary>
    public string? Issuer { get; init; }

    /// <summary>The PKCE verifier that belongs to the state of this login (RFC 7636).</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>The nonce that belongs to the state of this login.</summary>
    public string? Nonce { get; init; }

    /// <summary>Keeps what the client brought out of logs.</summary>
    public override string ToString() => nameof(ProviderCredential);
}
