using System.Net;
using System.Text;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>Exchanges a code for tokens (OpenID Connect Core 1.0, section 3.1.3).</summary>
internal sealed class TokenExchange([FromKeyedServices] BackchannelClient backchannel)
{
    /// <summary>Asks the token endpoint, with the secret in the form the authority takes.</summary>
    public Task<ProviderReply> RedeemAsync(
        OpenIdConnectConfiguration authority,
        OpenIdConnectOptions client,
        ProviderCredential login,
        CancellationToken cancellationToken
    )
    {
        var basic = TakesBasicOnly(authority);
        List<KeyValuePair<string, string>> form = [new("code", login.Code)];
        if (!basic)
        {
            form.Add(new("client_id", client.ClientId));
            form.Add(new("client_secret", client.ClientSecret));
        }

        form.Add(new("redirect_uri", client.RedirectUri ?? ""));
        form.Add(new("grant_type", "authorization_code"));
        form.Add(new("code_verifier", login.CodeVerifier ?? ""));
        return backchannel.PostFormAsync(
            new Uri(authority.TokenEndpoint),
            form,
            cancellationToken,
            basic ? "Basic " + Credentials(client) : null
        );
    }

    // A document without the list is one of an authority that says nothing about it; those take the form.
    private static bool TakesBasicOnly(OpenIdConnectConfiguration authority) =>
        !authority.TokenEndpointAuthMethodsSupported.Contains("client_secret_post")
        && authority.TokenEndpointAuthMethodsSupported.Contains("client_secret_basic");

    // RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
    private static string Credentials(OpenIdConnectOptions client) =>
        Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"{WebUtility.UrlEncode(client.ClientId)}:{WebUtility.UrlEncode(client.ClientSecret)}")
        );
}
