using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.OAuth2;

/// <summary>What this authorization server can do (RFC 8414).</summary>
[ApiController]
[Produces("application/json")]
public sealed class MetadataController(IConfiguration configuration) : ControllerBase
{
    private static readonly string[] Methods = ["client_secret_basic", "client_secret_post"];

    /// <summary>Where the endpoints are</summary>
    /// <remarks>RFC 8414. Libraries that check tokens by introspection find the endpoints here by themselves.</remarks>
    [HttpGet(".well-known/oauth-authorization-server")]
    [Success<ServerMetadata>]
    public IActionResult Read()
    {
        var issuer = Issuer.Of(Request, configuration);
        return new JsonAnswer<ServerMetadata>(
            new ServerMetadata(
                issuer,
                $"{issuer}/oauth2/introspect",
                Methods,
                $"{issuer}/oauth2/revoke",
                Methods,
                ResponseTypesSupported: []
            )
        );
    }
}

/// <summary>The metadata of RFC 8414, section 2.</summary>
/// <param name="Issuer">The name of this service.</param>
/// <param name="IntrospectionEndpoint">Where tokens are checked.</param>
/// <param name="IntrospectionEndpointAuthMethodsSupported">How programs say who they are there.</param>
/// <param name="RevocationEndpoint">Where tokens are ended.</param>
/// <param name="RevocationEndpointAuthMethodsSupported">How programs say who they are there.</param>
/// <param name="ResponseTypesSupported">None: there is no authorization endpoint.</param>
public sealed record ServerMetadata(
    string Issuer,
    string IntrospectionEndpoint,
    IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported,
    string RevocationEndpoint,
    IReadOnlyList<string> RevocationEndpointAuthMethodsSupported,
    IReadOnlyList<string> ResponseTypesSupported
);
