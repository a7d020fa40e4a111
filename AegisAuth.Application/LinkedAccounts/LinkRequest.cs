using System.Text.Json.Serialization;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>The body of a linking: what the platform's login takes, and the password where the login is not fresh.</summary>
public sealed class LinkRequest
{
    /// <summary>The platform.</summary>
    /// <example>google</example>
    public string? Platform { get; init; }

    /// <summary>The provider's one-time code.</summary>
    public string? Code { get; init; }

    /// <summary>Toutiao's code for a visitor who is not logged in.</summary>
    [JsonPropertyName("anonymousCode")]
    public string? AnonymousCode { get; init; }

    /// <summary>The state that <c>/api/{platform}/url</c> gave out.</summary>
    public string? State { get; init; }

    /// <summary>The <c>iss</c> that came back beside <c>code</c> and <c>state</c> (RFC 9207); checked where it is sent.</summary>
    [JsonPropertyName("iss")]
    public string? Issuer { get; init; }

    /// <summary>The user data the mini program's SDK encrypted.</summary>
    [JsonPropertyName("encryptedData")]
    public string? EncryptedData { get; init; }

    /// <summary>The initialisation vector of <c>encryptedData</c>.</summary>
    public string? Iv { get; init; }

    /// <summary>The signature of <c>rawData</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>The user data in the clear, byte for byte as the SDK gave it.</summary>
    [JsonPropertyName("rawData")]
    public string? RawData { get; init; }

    /// <summary>The password of the account; not needed within ten minutes of a login.</summary>
    public string? Password { get; init; }

    /// <summary>What of it proves the external account.</summary>
    public ExternalLogin ToLogin(BrowserBinding browser) =>
        new()
        {
            Platform = Platform ?? "",
            State = State,
            Browser = browser,
            Login = new ProviderCredential
            {
                Code = Code ?? "",
                AnonymousCode = AnonymousCode,
                Issuer = Issuer,
                EncryptedData = EncryptedData,
                Iv = Iv,
                Signature = Signature,
                RawData = RawData,
            },
        };

    /// <summary>Keeps codes and the password out of logs.</summary>
    public override string ToString() => nameof(LinkRequest);
}
