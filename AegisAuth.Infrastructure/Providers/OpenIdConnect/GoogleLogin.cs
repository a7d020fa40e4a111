using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>
/// Google's OpenID Connect, code flow with PKCE (developers.google.com/identity/openid-connect). Every endpoint
/// and the issuer come from the authority's discovery document, so any conforming authority will do.
/// </summary>
internal sealed class GoogleLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<GoogleOptions> options,
    [FromKeyedServices] BackchannelClient backchannel,
    [FromKeyedServices] GoogleDocuments documents,
    TimeProvider clock
) : ProviderAdapter<GoogleOptions>(platform, options), IRedirectProvider
{
    private const string Provider = "google";

    public bool CanRedirect => !string.IsNullOrEmpty(Options.RedirectUri);

    /// <summary>Always: nonce and verifier of the login are kept with its state.</summary>
    public bool RequiresState => true;

    public async Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var client = Options;
        if (await documents.ConfigurationAsync(client.Authority, cancellationToken) is not { } configuration)
        {
            return AuthError.ProviderUnavailable;
        }

        return Address.WithQuery(
            configuration.AuthorizationEndpoint.AbsoluteUri,
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

        if (await documents.ConfigurationAsync(client.Authority, cancellationToken) is not { } configuration)
        {
            return ProviderErrors.Unavailable("discovery");
        }

        var reply = await backchannel.PostFormAsync(
            configuration.TokenEndpoint,
            [
                new("code", login.Code),
                new("client_id", client.ClientId),
                new("client_secret", client.ClientSecret),
                new("redirect_uri", client.RedirectUri ?? ""),
                new("grant_type", "authorization_code"),
                new("code_verifier", login.CodeVerifier),
            ],
            cancellationToken
        );
        if (!reply.IsObject(out var answer, out var refusal))
        {
            return refusal;
        }

        if (answer.Text("error") is { } error)
        {
            return ProviderErrors.Refuse(Provider, error);
        }

        if (!SignedToken.TryRead(answer.Text("id_token"), out var token))
        {
            return ProviderErrors.Unavailable("id_token");
        }

        var rules = new IdTokenRules(configuration.Issuer, client.ClientId, login.Nonce, answer.Text("access_token"), clock.GetUtcNow());
        return await SignatureFaultAsync(token, configuration, cancellationToken)
            ?? (rules.BrokenBy(token.Claims) is { } broken ? ProviderErrors.NotAccepted("id_token-" + broken) : Person(token.Claims));
    }

    private async Task<ProviderResult?> SignatureFaultAsync(
        SignedToken token,
        OpenIdConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        if (token.KeyId is not { } id)
        {
            return ProviderErrors.NotAccepted("id_token-kid");
        }

        var keys = await documents.KeysAsync(configuration.JwksUri, refresh: false, cancellationToken);
        if (keys is not null && !keys.ById.ContainsKey(id))
        {
            // The authority has changed its keys, or an attacker made one up: look once, then believe the answer.
            keys = await documents.KeysAsync(configuration.JwksUri, refresh: true, cancellationToken);
        }

        if (keys is null)
        {
            return ProviderErrors.Unavailable("jwks");
        }

        return keys.ById.TryGetValue(id, out var key) && token.IsSignedBy(key) ? null : ProviderErrors.NotAccepted("id_token-signature");
    }

    private static ProviderResult Person(LenientJson claims) =>
        ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = claims.Text("sub")!,
                Email = claims.Text("email"),
                EmailVerified = claims.Text("email") is not null && claims.Flag("email_verified"),
                EmailAuthoritative = claims.Flag("email_verified") && IsAuthoritative(claims.Text("email"), claims.Text("hd")),
                DisplayName = claims.Text("name"),
                AvatarUrl = Address.Picture(claims.Text("picture")),
            }
        );

    // developers.google.com/identity, "authoritative": its own mailboxes, and those of a Workspace domain.
    private static bool IsAuthoritative(string? email, string? hostedDomain)
    {
        var at = email?.LastIndexOf('@') ?? -1;
        return at > 0
            && (
                email![at..].Equals("@gmail.com", StringComparison.OrdinalIgnoreCase)
                || (hostedDomain is { Length: > 0 } && email[(at + 1)..].Equals(hostedDomain, StringComparison.OrdinalIgnoreCase))
            );
    }
}
