using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace AegisAuth.Tests.Support;

/// <summary>
/// A browser and an authenticator in one, as WebAuthn level 3 describes them: one passkey, which tells what a test wants it to
/// tell.
/// </summary>
/// <param name="algorithm">The number of the signature algorithm in the COSE registry: ES256, RS256 or EdDSA.</param>
internal sealed class SoftwareAuthenticator(int algorithm = SoftwareAuthenticator.Es256) : IDisposable
{
    public const int Es256 = -7;
    public const int EdDsa = -8;
    public const int Rs256 = -257;

    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte AttestedData = 0x40;

    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Key _edwards = Key.Create(SignatureAlgorithm.Ed25519);
    private readonly RSA _rsa = RSA.Create(2048);

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
        var signature = Sign([.. data, .. SHA256.HashData(client)]);
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

    public void Dispose()
    {
        _curve.Dispose();
        _edwards.Dispose();
        _rsa.Dispose();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private byte[] Sign(byte[] data) =>
        algorithm switch
        {
            Rs256 => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            EdDsa => SignatureAlgorithm.Ed25519.Sign(_edwards, data),
            _ => _curve.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        };

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
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        var (kind, members) = PublicKey();
        cose.WriteStartMap(2 + members.Count);
        foreach (var (label, number) in ((int, int)[])[(1, kind), (3, algorithm)])
        {
            cose.WriteInt32(label);
            cose.WriteInt32(number);
        }

        foreach (var (label, value) in members)
        {
            cose.WriteInt32(label);
            if (value is int number)
            {
                cose.WriteInt32(number);
            }
            else
            {
                cose.WriteByteString((byte[])value);
            }
        }

        cose.WriteEndMap();
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        return [.. new byte[16], .. length, .. Id, .. cose.Encode()];
    }

    // The kind of key, and what makes it, by the labels of RFC 9053 and RFC 8230.
    private (int Kind, IReadOnlyList<(int Label, object Value)> Members) PublicKey()
    {
        if (algorithm == Rs256)
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            return (3, [(-1, rsa.Modulus!), (-2, rsa.Exponent!)]);
        }

        if (algorithm == EdDsa)
        {
            return (1, [(-1, 6), (-2, _edwards.PublicKey.Export(KeyBlobFormat.RawPublicKey))]);
        }

        var point = _curve.ExportParameters(includePrivateParameters: false).Q;
        return (2, [(-1, 1), (-2, point.X!), (-3, point.Y!)]);
    }
}
