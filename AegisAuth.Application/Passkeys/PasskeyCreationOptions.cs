using System.Text.Json.Serialization;

namespace AegisAuth.Application.Passkeys;

/// <summary>
/// What <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> takes (WebAuthn level 3, 5.1.8). The names are those of the
/// standard; what is binary there is base64url here.
/// </summary>
public sealed record PasskeyCreationOptions
{
    /// <summary>The service.</summary>
    [JsonPropertyName("rp")]
    public required PasskeyRelyingParty RelyingParty { get; init; }

    /// <summary>The user, as the authenticator shows and knows it.</summary>
    public required PasskeyUser User { get; init; }

    /// <summary>256 random bits.</summary>
    public required string Challenge { get; init; }

    /// <summary>The signature algorithms that are taken, the best first.</summary>
    [JsonPropertyName("pubKeyCredParams")]
    public required IReadOnlyList<PasskeyAlgorithm> Algorithms { get; init; }

    /// <summary>How long the challenge lives, in milliseconds.</summary>
    public required long Timeout { get; init; }

    /// <summary>The passkeys that the user has already: their authenticators make no second one.</summary>
    [JsonPropertyName("excludeCredentials")]
    public required IReadOnlyList<PasskeyDescriptor> Excluded { get; init; }

    /// <summary>What the authenticator must be able to do.</summary>
    [JsonPropertyName("authenticatorSelection")]
    public PasskeyDemands Demands { get; init; } = new();

    /// <summary>Always <c>none</c>: the maker of an authenticator is no business of ours.</summary>
    public string Attestation { get; init; } = "none";

    /// <summary>Asks the browser to say whether the passkey is resident.</summary>
    public PasskeyExtensions Extensions { get; init; } = new();
}

/// <summary>The service.</summary>
/// <param name="Id">The host of <c>Site:PublicUrl</c>.</param>
/// <param name="Name">The brand.</param>
public sealed record PasskeyRelyingParty(string Id, string Name);

/// <summary>The user.</summary>
/// <param name="Id">32 random bytes; they tell nothing about the user.</param>
/// <param name="Name">The user name.</param>
/// <param name="DisplayName">The name to show.</param>
public sealed record PasskeyUser(string Id, string Name, [property: JsonPropertyName("displayName")] string DisplayName);

/// <summary>A signature algorithm.</summary>
/// <param name="Type">Always <c>public-key</c>.</param>
/// <param name="Alg">Its number in the COSE registry.</param>
public sealed record PasskeyAlgorithm(string Type, long Alg);

/// <summary>A passkey by its credential id.</summary>
/// <param name="Type">Always <c>public-key</c>.</param>
/// <param name="Id">The credential id.</param>
public sealed record PasskeyDescriptor(string Type, string Id);

/// <summary>What is demanded of an authenticator: the passkey is found without a user name, and its holder is verified.</summary>
public sealed record PasskeyDemands
{
    /// <summary>Always <c>required</c>.</summary>
    [JsonPropertyName("residentKey")]
    public string ResidentKey { get; init; } = "required";

    /// <summary>The same for browsers that know level 1 only.</summary>
    [JsonPropertyName("requireResidentKey")]
    public bool RequireResidentKey { get; init; } = true;

    /// <summary>Always <c>required</c>: a finger, a face or a PIN.</summary>
    [JsonPropertyName("userVerification")]
    public string UserVerification { get; init; } = "required";
}

/// <summary>Extensions of WebAuthn that are asked for.</summary>
public sealed record PasskeyExtensions
{
    /// <summary>Always true.</summary>
    [JsonPropertyName("credProps")]
    public bool CredProps { get; init; } = true;
}
