using System.Text.Json.Serialization;

namespace AegisAuth.Application.Passkeys;

/// <summary>
/// What <c>PublicKeyCredential.parseRequestOptionsFromJSON</c> takes (WebAuthn level 3, 5.1.9). The names are those of the
/// standard; what is binary there is base64url here.
/// </summary>
public sealed record PasskeyRequestOptions
{
    /// <summary>256 random bits.</summary>
    public required string Challenge { get; init; }

    /// <summary>How long the challenge lives, in milliseconds.</summary>
    public required long Timeout { get; init; }

    /// <summary>The host of <c>Site:PublicUrl</c>.</summary>
    [JsonPropertyName("rpId")]
    public required string RelyingPartyId { get; init; }

    /// <summary>The passkeys that may be shown; empty for any resident one.</summary>
    [JsonPropertyName("allowCredentials")]
    public required IReadOnlyList<PasskeyDescriptor> Allowed { get; init; }

    /// <summary>Always <c>required</c>: a finger, a face or a PIN.</summary>
    [JsonPropertyName("userVerification")]
    public string UserVerification { get; init; } = "required";
}
