using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AegisAuth.Tests.Support;

/// <summary>
/// A browser and an authenticator in one, as WebAuthn level 3 describes them: one passkey on ES256, which tells what a test
/// wants it to tell.
/// </summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte AttestedData = 0x40;
    private const int Es256 = -7;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The credential id.</summary>
    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The origin of the page.</summary>
    public string Origin { get; set; } = PasskeyCalls.Origin;

    /// <summary>The RP id; null for the one in the options.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>The counter of the next answer.</summary>
    public uint Count { get; set; } = 1;

    /// <summary>Whether the user showed a finger, a face or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>What the browser says of the new passkey: whether it is resident.</summary>
    public bool? Resident { get; set; } = true;

    /// <summary>Whether the page is a frame in a page of another origin.</summary>
    public bool CrossOrigin { get; set; }

    /// <summary>The user handle that came with the options of the creation.</summary>
    public string UserHandle { get; set; } = "";

    /// <summary>What <c>navigator.credentials.create</c> brings for these options.</summary>
    public JsonObject Create(JsonElement options)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var data = AuthenticatorData(options.GetProperty("rp").GetProperty("id").GetString()!, Attested());
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        var answer = Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(ClientData("webauthn.create", options)),
                ["attestationObject"] = Text(attestation.Encode()),
                ["transports"] = new JsonArray("internal"),
            }
        );
        if (Resident is { } resident)
        {
            answer["clientExtensionResults"] = new JsonObject { ["credProps"] = new JsonObject { ["rk"] = resident } };
        }

        return answer;
    }

    /// <summary>What <c>navigator.credentials.get</c> brings for these options.</summary>
    public JsonObject Get(JsonElement options)
    {
        var data = AuthenticatorData(options.GetProperty("rpId").GetString()!, attested: []);
        var client = ClientData("webauthn.get", options);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(client),
                ["authenticatorData"] = Text(data),
                ["signature"] = Text(signature),
                ["userHandle"] = UserHandle,
            }
        );
    }

    public void Dispose() => _key.Dispose();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private JsonObject Answer(JsonObject response) =>
        new()
        {
            ["id"] = Text(Id),
            ["rawId"] = Text(Id),
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };

    private byte[] ClientData(string type, JsonElement options) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = options.GetProperty("challenge").GetString(),
                ["origin"] = Origin,
                ["crossOrigin"] = CrossOrigin,
            }.ToJsonString()
        );

    private byte[] AuthenticatorData(string relyingParty, byte[] attested)
    {
        var flags = (byte)(UserPresent | (Verifies ? UserVerified : 0) | (attested.Length > 0 ? AttestedData : 0));
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count++);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty ?? relyingParty)), flags, .. count, .. attested];
    }

    private byte[] Attested()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, number) in ((int, int)[])[(1, 2), (3, Es256), (-1, 1)])
        {
            cose.WriteInt32(label);
            cose.WriteInt32(number);
        }

        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        return [.. new byte[16], .. length, .. Id, .. cose.Encode()];
    }
}
