using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using AegisAuth.Application.Passkeys;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace AegisAuth.Infrastructure.Passkeys;

/// <summary>WebAuthn by the Fido2 library. What a library throws about an answer is the answer's fault: it is refused.</summary>
internal sealed class Fido2Passkeys(IPasskeyHost host) : IPasskeyProtocol
{
    private const int ChallengeBytes = 32;
    private const int MaxCredentialId = 1023;

    private static readonly AuthenticatorSelection Demanded = new()
    {
        ResidentKey = ResidentKeyRequirement.Required,
        UserVerification = UserVerificationRequirement.Required,
    };

    public bool IsConfigured => host.Origin is not null;

    public PasskeyOptions Create(PasskeyOwner owner, IReadOnlyList<byte[]> existing)
    {
        var options = CreateOptions(RandomNumberGenerator.GetBytes(ChallengeBytes), owner, existing);
        return new PasskeyOptions(options.Challenge, Parse(options.ToJson()));
    }

    public PasskeyOptions Request(IReadOnlyList<byte[]> allowed)
    {
        var options = RequestOptions(RandomNumberGenerator.GetBytes(ChallengeBytes), allowed);
        return new PasskeyOptions(options.Challenge, Parse(options.ToJson()));
    }

    public PasskeyClaim? Read(JsonElement? passkey)
    {
        try
        {
            var answer = passkey?.Deserialize<Answer>(JsonSerializerOptions.Web);
            if (answer?.RawId is not { } id || answer.Response?.ClientDataJson is not { } client)
            {
                return null;
            }

            var challenge = Decode(JsonElement.Parse(Decode(client)).GetProperty("challenge").GetString());
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
                        OriginalOptions = CreateOptions(challenge, new PasskeyOwner(userHandle, "-", "-"), []),
                        // The primary key of the table decides.
                        IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                    },
                    CancellationToken.None
                );
            return new NewPasskey(made.Id, made.PublicKey, made.SignCount);
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
                        OriginalOptions = RequestOptions(challenge, [stored.CredentialId]),
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

    private static byte[] Decode(string? text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private CredentialCreateOptions CreateOptions(byte[] challenge, PasskeyOwner owner, IReadOnlyList<byte[]> existing) =>
        CredentialCreateOptions.Create(
            Configuration(),
            challenge,
            new Fido2User
            {
                Id = owner.Handle,
                Name = owner.Name,
                DisplayName = owner.DisplayName,
            },
            Demanded,
            AttestationConveyancePreference.None,
            [.. existing.Select(id => new PublicKeyCredentialDescriptor(id))],
            new AuthenticationExtensionsClientInputs { CredProps = true },
            PubKeyCredParam.Defaults
        );

    private AssertionOptions RequestOptions(byte[] challenge, IReadOnlyList<byte[]> allowed) =>
        AssertionOptions.Create(
            Configuration(),
            challenge,
            [.. allowed.Select(id => new PublicKeyCredentialDescriptor(id))],
            UserVerificationRequirement.Required,
            new AuthenticationExtensionsClientInputs()
        );

    private Fido2 Library() => new(Configuration(), metadataService: null);

    private Fido2Configuration Configuration()
    {
        var origin = host.Origin ?? throw new InvalidOperationException("Passkeys are not configured.");
        return new Fido2Configuration
        {
            RPID = origin.Host,
            RPName = "AegisAuth",
            Origins = new HashSet<string> { origin.GetLeftPart(UriPartial.Authority) },
            ChallengeSize = ChallengeBytes,
            Timeout = (uint)PasskeyChallenges.Lifetime.TotalMilliseconds,
            AllowCrossOriginRequests = false,
        };
    }

    private sealed record Answer(string? RawId, AnswerBody? Response);

    private sealed record AnswerBody(
        [property: System.Text.Json.Serialization.JsonPropertyName("clientDataJSON")] string? ClientDataJson,
        string? UserHandle
    );
}
