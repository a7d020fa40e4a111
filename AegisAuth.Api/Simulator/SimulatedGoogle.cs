using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Simulator;

/// <summary>Google's OpenID Connect: authorize page, token, userinfo (docs/providers.md).</summary>
internal sealed class SimulatedGoogle(
    SimulatorKeys keys,
    GoogleAuthorize authorize,
    GoogleIdToken idTokens,
    ConsentDesk desk,
    OneTimeCodes codes,
    AccessTokens tokens
) : ISimulatedProvider
{
    private const SimulatedApp App = SimulatedApp.Google;
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(3599);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            GoogleAuthorize.Path,
            (HttpRequest request) =>
                authorize.Read(request.Query) switch
                {
                    ({ } wanted, _) => ConsentPages.Show(request, desk, wanted),
                    (_, var error) => SimulatorPage.Refuse(request, App.Title(), error ?? ""),
                }
        );
        routes.MapPost("/google/token", TokenAsync);
        routes.MapGet("/google/v1/userinfo", UserInfo);
    }

    private async Task<IResult> TokenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : FormCollection.Empty;
        string Given(string name) => form[name].ToString();

        if (Given("grant_type") != "authorization_code")
        {
            return Given("grant_type").Length == 0
                ? Refuse("invalid_request", "Required parameter is missing: grant_type")
                : Refuse("unsupported_grant_type", $"Invalid grant_type: {Given("grant_type")}");
        }

        var (clientId, secret) = Client(request, form);
        if (clientId != SimulatorKeys.AppId(App) || !keys.SecretIs(App, secret))
        {
            return Refuse("invalid_client", "Unauthorized", StatusCodes.Status401Unauthorized);
        }

        var code = Given("code");
        if (code.Length == 0)
        {
            return Refuse("invalid_request", "Missing required parameter: code");
        }

        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Given("code_verifier"))));
        var (freshness, grant) = Redeem(code, challenge);
        if (grant is null)
        {
            return Refuse("invalid_grant", freshness == Freshness.Unknown ? "Malformed auth code." : "Bad Request");
        }

        if (grant.RedirectUri != Given("redirect_uri"))
        {
            return Refuse("redirect_uri_mismatch", "Bad Request");
        }

        if (Given("code_verifier").Length is < 43 or > 128 || grant.CodeChallenge != challenge)
        {
            return Refuse("invalid_grant", Given("code_verifier").Length == 0 ? "Missing code verifier." : "Invalid code verifier.");
        }

        var accessToken = tokens.Issue(grant, TokenLifetime);
        var openId = grant.Scope.Split(' ').Contains("openid", StringComparer.Ordinal);
        return SimulatorAnswer.Json(
            new
            {
                access_token = accessToken,
                expires_in = (int)TokenLifetime.TotalSeconds,
                scope = grant.Scope,
                token_type = "Bearer",
                id_token = openId ? idTokens.Create(GoogleDiscovery.Issuer(request), grant, accessToken) : null,
            }
        );
    }

    /// <summary>
    /// A demonstration code has no consent behind it, so the verifier says which authorize request it answers:
    /// nonce, redirect URI and challenge are that request's. Without one there is nothing to answer.
    /// </summary>
    private (Freshness Freshness, Grant? Grant) Redeem(string code, string challenge)
    {
        if (Person.OfDemoCode(App, code) is not { } person)
        {
            return codes.Redeem(App, code);
        }

        return desk.OpenedWith(challenge) is { } opened
            ? (
                Freshness.Fresh,
                new(App, person)
                {
                    Scope = opened.Scope,
                    RedirectUri = opened.RedirectUri,
                    Nonce = opened.Nonce,
                    CodeChallenge = opened.CodeChallenge,
                }
            )
            : (Freshness.Expired, null);
    }

    private IResult UserInfo(HttpRequest request)
    {
        var bearer =
            AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                ? header.Parameter
                : null;
        return tokens.Find(App, bearer ?? "") is (Freshness.Fresh, { } grant)
            ? SimulatorAnswer.Json(GoogleIdToken.Profile(grant))
            : Refuse("invalid_request", "Invalid Credentials", StatusCodes.Status401Unauthorized);
    }

    /// <summary>client_secret_basic, else client_secret_post (RFC 6749 2.3.1).</summary>
    private static (string Id, string Secret) Client(HttpRequest request, IFormCollection form)
    {
        if (
            !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
        )
        {
            return (form["client_id"].ToString(), form["client_secret"].ToString());
        }

        var buffer = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", buffer, out var length))
        {
            return ("", "");
        }

        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : ("", "");
    }

    private static IResult Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        SimulatorAnswer.Json(new { error, error_description = description }, status);
}
