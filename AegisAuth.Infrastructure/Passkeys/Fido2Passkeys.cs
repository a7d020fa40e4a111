using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Passkeys;

/// <summary>WebAuthn by the Fido2 library. What a library throws about an answer is the answer's fault: it is refused.</summary>
internal sealed class Fido2Passkeys(IPasskeyHost host, IOptions<BrandOptions> brand) : IPasskeyProtocol
{
    private const int ChallengeBytes = 32;
    private const int MaxCredentialId = 1023;
    private const int MaxPublicKey = 2048;
    private const string PublicKey = "public-key";

    private static readonly AuthenticatorSelection Demanded = new()
    {
        ResidentKey = ResidentKeyRequirement.Required,
        UserVerification = UserVerificationRequirement.Required,
    };

    public bool IsConfigured => host.Origin is not null;

    public PasskeyOptions<PasskeyCreationOptions> Create(PasskeyOwner owner, IReadOnlyList<byte[]> existing)
    {
        var challenge = RandomNumberGenerator.GetBytes(ChallengeBytes);
        var configuration = Configuration();
        var options = new PasskeyCreationOptions
        {
            RelyingParty = new PasskeyRelyingParty(configuration.RPID, configuration.RPName),
            User = new PasskeyUser(Encode(owner.Handle), owner.Name, owner.DisplayName),
            Challenge = Encode(challenge),
            Algorithms = [.. PubKeyCredParam.Defaults.Select(known => new PasskeyAlgorithm(PublicKey, (long)known.Alg))],
            Timeout = configuration.Timeout,
            Excluded = [.. existing.Select(id => new PasskeyDescriptor(PublicKey, Encode(id)))],
        };
        return new PasskeyOptions<PasskeyCreationOptions>(challenge, options);
    }

    public PasskeyOptions<PasskeyRequestOptions> Request(IReadOnlyList<byte[]> allowed)
    {
        var challenge = RandomNumberGenerator.GetBytes(ChallengeBytes);
        var configuration = Configuration();
        var options = new PasskeyRequestOptions
        {
            Challenge = Encode(challenge),
            Timeout = configuration.Timeout,
            RelyingPartyId = configuration.RPID,
            Allowed = [.. allowed.Select(id => new PasskeyDescriptor(PublicKey, Encode(id)))],
        };
        return new PasskeyOptions<PasskeyRequestOptions>(challenge, options);
    }

    public PasskeyClaim? Read(JsonElement? passkey)
    {
        try
        {
            var answer = passkey?.Deserialize<Answer>();
            if (answer?.RawId is not { } id || answer.Response?.ClientDataJson is not { } client)
            {
                return null;
            }

            var claimed = JsonElement.Parse(Decode(client));
            // To the library, "https://login.example.com/path" and an origin in capitals are ours too. A browser writes neither.
            if (host.Origin is not { } origin || claimed.GetProperty("origin").GetString() != OriginOf(origin))
            {
                return null;
            }

            var challenge = Decode(claimed.GetProperty("challenge").GetString());
            var credential = Decode(id);
            return challenge.Length == ChallengeBytes && credential.Length is > 0 and <= MaxCredentialId
                ? new PasskeyClaim(credential, challenge, !string.IsNullOrEmpty(answer.Response.UserHandle))
                : null;
        }
        catch (Exception e) when (IsFaultOfAnswer(e))
        {
            return null;
        }
    }

    public async Task<NewPasskey?> VerifyNewAsync(JsonElement passkey, byte[] challenge, byte[] userHandle)
    {
        try
        {
            var answer = passkey.Deserialize<AuthenticatorAttestationRawResponse>();
            // A browser that says so has made a key that could never log in.
            if (answer is null || answer.ClientExtensionResults?.CredProps?.Rk == false)
            {
                return null;
            }

            var made = await Library()
                .MakeNewCredentialAsync(
                    new MakeNewCredentialParams
                    {
                        AttestationResponse = answer,
                        OriginalOptions = CreateOptions(challenge, userHandle),
                        // The primary key of the table decides.
                        IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                    },
                    CancellationToken.None
                );
            return made.PublicKey.Length <= MaxPublicKey ? new NewPasskey(made.Id, made.PublicKey, made.SignCount) : null;
        }
        catch (Exception e) when (IsFaultOfAnswer(e))
        {
            return null;
        }
    }

    public async Task<long?> VerifyAsync(JsonElement passkey, byte[] challenge, Passkey stored)
    {
        try
        {
            if (passkey.Deserialize<AuthenticatorAssertionRawResponse>() is not { } answer)
            {
                return null;
            }

            var result = await Library()
                .MakeAssertionAsync(
                    new MakeAssertionParams
                    {
                        AssertionResponse = answer,
                        OriginalOptions = RequestOptions(challenge, stored.CredentialId),
                        StoredPublicKey = stored.PublicKey,
                        StoredSignatureCounter = (uint)stored.SignCount,
                        IsUserHandleOwnerOfCredentialIdCallback = (claimed, _) =>
                            Task.FromResult(CryptographicOperations.FixedTimeEquals(claimed.UserHandle, stored.UserHandle)),
                    },
                    CancellationToken.None
                );
            return result.SignCount;
        }
        catch (Exception e) when (IsFaultOfAnswer(e))
        {
            return null;
        }
    }

    private static bool IsFaultOfAnswer(Exception e) =>
        e
            is Fido2VerificationException
                or JsonException
                or CborContentException
                or CryptographicException
                or FormatException
                or ArgumentException
                or KeyNotFoundException
                or InvalidOperationException
                or NotSupportedException;

    // As a browser serialises an origin (HTML, 7.1.1): the host in ASCII, no default port.
    private static string OriginOf(Uri uri) =>
        uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";

    private static byte[] Decode(string? text) => Base64Url.DecodeFromChars(text);

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private CredentialCreateOptions CreateOptions(byte[] challenge, byte[] userHandle) =>
        CredentialCreateOptions.Create(
            Configuration(),
            challenge,
            new Fido2User
            {
                Id = userHandle,
                Name = "-",
                DisplayName = "-",
            },
            Demanded,
            AttestationConveyancePreference.None,
            excludeCredentials: [],
            new AuthenticationExtensionsClientInputs { CredProps = true },
            PubKeyCredParam.Defaults
        );

    private AssertionOptions RequestOptions(byte[] challenge, byte[] credentialId) =>
        AssertionOptions.Create(
            Configuration(),
            challenge,
            [new PublicKeyCredentialDescriptor(credentialId)],
            UserVerificationRequirement.Required,
            new AuthenticationExtensionsClientInputs()
        );

    private Fido2 Library() => new(Configuration(), metadataService: null);

    private Fido2Configuration Configuration()
    {
        var origin = host.Origin ?? throw new InvalidOperationException("Passkeys are not configured.");
        return new Fido2Configuration
        {
            RPID = origin.IdnHost,
            RPName = brand.Value.Name,
            Origins = new HashSet<string> { OriginOf(origin) },
            ChallengeSize = ChallengeBytes,
            Timeout = (uint)PasskeyChallenges.Lifetime.TotalMilliseconds,
            AllowCrossOriginRequests = false,
        };
    }

    // Letter for letter the members that the library reads: a twin in capitals must not stand for one of them.
    private sealed record Answer(
        [property: JsonPropertyName("rawId")] string? RawId,
        [property: JsonPropertyName("response")] AnswerBody? Response
    );

    private sealed record AnswerBody(
        [property: JsonPropertyName("clientDataJSON")] string? ClientDataJson,
        [property: JsonPropertyName("userHandle")] string? UserHandle
    );
}
