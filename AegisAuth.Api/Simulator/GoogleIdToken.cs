using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>Makes Google's id_token: RS256, with nonce and at_hash (OpenID Connect Core 2 and 3.1.3.6).</summary>
internal sealed class GoogleIdToken(TimeProvider clock)
{
    internal string Create(string issuer, Grant grant, string accessToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = Profile(grant);
        claims["iss"] = issuer;
        claims["azp"] = claims["aud"] = SimulatorKeys.AppId(SimulatedApp.Google);
        claims["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
        claims["iat"] = now;
        claims["exp"] = now + 3600;
        if (grant.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        var text = $"{Part(new { alg = "RS256", kid = SimulatorKeys.GoogleKeyId, typ = "JWT" })}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(SimulatorKeys.Google.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>What the granted scope tells about the person.</summary>
    internal static Dictionary<string, object> Profile(Grant grant)
    {
        var scopes = grant.Scope.Split(' ');
        var person = grant.Person;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Subjects.GoogleSubject(person) };
        if (scopes.Contains("email", StringComparer.Ordinal))
        {
            claims["email"] = person.Email;
            claims["email_verified"] = person.EmailVerified;
        }

        if (scopes.Contains("profile", StringComparer.Ordinal))
        {
            var names = person.Name.English.Split(' ', 2);
            claims["name"] = person.Name.English;
            claims["family_name"] = names[0];
            claims["given_name"] = names[1];
        }

        return claims;
    }

    private static string Part(object json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(SimulatorAnswer.Text(json)));
}
