using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>
/// OpenID Connect, code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Every endpoint and the issuer come
/// from the authority's discovery document. Google is one row of options
/// (developers.google.com/identity/openid-connect).
/// </summary>
internal sealed class OpenIdConnectLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<OpenIdConnectOptions> options,
    [FromKeyedServices] TokenExchange exchange,
    [FromKeyedServices] AuthorityDocuments documents,
    [FromKeyedServices] UserInfo userInfo,
    TimeProvider clock
) : ProviderAdapter<OpenIdConnectOptions>(platform, options), IRedirectProvider
{
    public bool CanRedirect => !string.IsNullOrEmpty(Options.RedirectUri);

    /// <summary>Always: nonce and verifier of the login are kept with its state.</summary>
    public bool RequiresState => true;

    public async Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var client = Options;
        if ((await documents.GetAsync(client.Authority, refresh: false, cancellationToken)).Configuration is not { } authority)
        {
            return AuthError.ProviderUnavailable;
        }

        return Address.WithQuery(
            new Uri(authority.AuthorizationEndpoint).AbsoluteUri,
            ("client_id", client.ClientId),
            ("redirect_uri", client.RedirectUri ?? ""),
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("state", request.State),
            ("nonce", request.Nonce),
            ("code_challenge", request.CodeChallenge),
            ("code_challenge_method", "S256")
        );
    }

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var client = Options;
        // Without both the login cannot be proven to be the one we started; the code is not even spent.
        if (string.IsNullOrEmpty(login.Nonce) || string.IsNullOrEmpty(login.CodeVerifier))
        {
            return ProviderErrors.NotAccepted("no-state");
        }

        var (known, fault) = await documents.GetAsync(client.Authority, refresh: false, cancellationToken);
        if (known is not { } authority)
        {
            return ProviderErrors.Unavailable(fault);
        }

        // RFC 9207: an answer of another authority. Its code is not sent to this one.
        if (!string.IsNullOrEmpty(login.Issuer) && !IdTokenRules.IsIssuer(login.Issuer, authority.Issuer))
        {
            return ProviderErrors.NotAccepted("answer-iss");
        }

        var reply = await exchange.RedeemAsync(authority, client, login, cancellationToken);
        if (!reply.IsObject(out var answer, out var refusal))
        {
            return refusal;
        }

        if (answer.Text("error") is { } error)
        {
            return ProviderErrors.Refuse("openid", error);
        }

        if (!IdToken.TryRead(answer.Text("id_token"), out var token))
        {
            return ProviderErrors.Unavailable("id_token");
        }

        var accessToken = answer.Text("access_token");
        var rules = new IdTokenRules(authority.Issuer, client.ClientId, login.Nonce, accessToken, clock.GetUtcNow());
        return await SignatureFaultAsync(token, client.Authority, authority, cancellationToken)
            ?? (
                rules.BrokenBy(token.Claims) is { } broken
                    ? ProviderErrors.NotAccepted("id_token-" + broken)
                    : ProviderResult.Identified(await userInfo.CompleteAsync(token.Claims, authority, accessToken, cancellationToken))
            );
    }

    private async Task<ProviderResult?> SignatureFaultAsync(
        IdToken token,
        string address,
        OpenIdConnectConfiguration authority,
        CancellationToken cancellationToken
    )
    {
        var keys = token.Candidates(authority);
        if (keys.Count == 0)
        {
            // The authority has changed its keys or its algorithm, or the token is a forgery: look once, then believe the answer.
            var (latest, fault) = await documents.GetAsync(address, refresh: true, cancellationToken);
            if (latest is null)
            {
                return ProviderErrors.Unavailable(fault);
            }

            if (ReferenceEquals(latest, authority))
            {
                // Looked a moment ago, or the authority does not answer: the key may be new, so a later login may do.
                return ProviderErrors.Unavailable("jwks-unknown-key");
            }

            keys = token.Candidates(latest);
        }

        if (token.KeyId is null && keys.Count > 1)
        {
            return ProviderErrors.NotAccepted("id_token-kid");
        }

        return keys.Count > 0 && await token.IsSignedByAsync(keys) ? null : ProviderErrors.NotAccepted("id_token-signature");
    }
}
