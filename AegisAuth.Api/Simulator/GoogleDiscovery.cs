using System.Buffers.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>What Google says about itself: the discovery document and the keys (docs/providers.md).</summary>
internal sealed class GoogleDiscovery : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/google/.well-known/openid-configuration", Discovery);
        routes.MapGet("/google/oauth2/v3/certs", Certificates);
    }

    /// <summary>The issuer is the address the caller used, as it stands in <c>Providers:Google:Authority</c>.</summary>
    internal static string Issuer(HttpRequest request) =>
        $"{request.Scheme}://{request.Host}{request.PathBase}{SimulatedApp.Google.Folder()}";

    private static IResult Discovery(HttpRequest request)
    {
        var issuer = Issuer(request);
        return SimulatorAnswer.Json(
            new
            {
                issuer,
                authorization_endpoint = $"{issuer}/o/oauth2/v2/auth",
                token_endpoint = $"{issuer}/token",
                userinfo_endpoint = $"{issuer}/v1/userinfo",
                jwks_uri = $"{issuer}/oauth2/v3/certs",
                response_types_supported = List("code"),
                subject_types_supported = List("public"),
                id_token_signing_alg_values_supported = List("RS256"),
                scopes_supported = List("openid", "email", "profile"),
                token_endpoint_auth_methods_supported = List("client_secret_post", "client_secret_basic"),
                code_challenge_methods_supported = List("S256"),
                grant_types_supported = List("authorization_code"),
            }
        );
    }

    private static string[] List(params string[] words) => words;

    private static IResult Certificates()
    {
        var parameters = SimulatorKeys.Google.Parameters;
        return SimulatorAnswer.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = SimulatorKeys.GoogleKeyId,
                        n = Base64Url.EncodeToString(parameters.Modulus),
                        e = Base64Url.EncodeToString(parameters.Exponent),
                    },
                },
            }
        );
    }
}
