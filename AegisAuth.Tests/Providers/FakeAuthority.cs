using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AegisAuth.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AegisAuth.Tests.Providers;

/// <summary>An OpenID provider on a real socket, which a test bends in one place.</summary>
internal sealed class FakeAuthority : IAsyncDisposable
{
    private readonly WebApplication _app = WebApplication.CreateSlimBuilder().Build();
    private RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private FakeAuthority() { }

    public string Address { get; private set; } = "";

    /// <summary>The name of the key, in the JWKS and in the header; null leaves it out of both.</summary>
    public string? KeyId { get; set; } = "k1";

    public string Algorithm { get; set; } = "RS256";

    /// <summary>Bends the discovery document.</summary>
    public Action<JsonObject> Discovery { get; set; } = _ => { };

    /// <summary>Bends the claims of the id_token.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>What userinfo answers; null is a refusal.</summary>
    public JsonObject? UserInfo { get; set; }

    /// <summary>The nonce of the login that is under way.</summary>
    public string Nonce { get; set; } = "";

    /// <summary>Path and Authorization header of each request, in order.</summary>
    public ConcurrentQueue<(string Path, string Authorization, string Form)> Asked { get; } = new();

    public static async Task<FakeAuthority> StartAsync()
    {
        var authority = new FakeAuthority();
        var app = authority._app;
        app.Urls.Add("http://127.0.0.1:0");
        app.Use(authority.NoteAsync);
        app.MapGet("/.well-known/openid-configuration", authority.Document);
        app.MapGet("/keys", () => Json(new JsonObject { ["keys"] = new JsonArray(authority.RsaKey(), authority.EcKey()) }));
        app.MapPost("/token", () => Json(new JsonObject { ["access_token"] = "at", ["id_token"] = authority.Token() }));
        app.MapGet("/me", () => authority.UserInfo is { } person ? Json(person) : Results.StatusCode(403));
        await app.StartAsync();
        authority.Address = app.Urls.Single();
        return authority;
    }

    /// <summary>A new key under a new name.</summary>
    public void Rotate() => (_rsa, KeyId) = (RSA.Create(2048), "k2");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _ec.Dispose();
    }

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        var form = context.Request.HasFormContentType
            ? await context.Request.ReadClientFormAsync(context.RequestAborted)
            : FormCollection.Empty;
        Asked.Enqueue(
            (
                context.Request.Path,
                AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) ? header.ToString() : "",
                string.Join(' ', form.Keys.Order(StringComparer.Ordinal))
            )
        );
        await next(context);
    }

    private IResult Document()
    {
        var document = new JsonObject
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = Address + "/authorize",
            ["token_endpoint"] = Address + "/token",
            ["userinfo_endpoint"] = Address + "/me",
            ["jwks_uri"] = Address + "/keys",
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256", "PS256", "ES256"),
        };
        Discovery(document);
        return Json(document);
    }

    private string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = "client",
            ["sub"] = "person-1",
            ["nonce"] = Nonce,
            ["iat"] = now,
            ["exp"] = now + 3600,
            ["name"] = "A Person",
            ["email"] = "person@example.com",
        };
        Claims(claims);
        var header = new JsonObject { ["alg"] = Algorithm };
        if (KeyId is not null)
        {
            header["kid"] = KeyId;
        }

        var text = Encode(header) + "." + Encode(claims);
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = Algorithm switch
        {
            "ES256" => _ec.SignData(bytes, HashAlgorithmName.SHA256),
            "PS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return text + "." + Base64Url.EncodeToString(signature);
    }

    private JsonObject RsaKey()
    {
        var key = new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = Base64Url.EncodeToString(_rsa.ExportParameters(false).Modulus),
            ["e"] = "AQAB",
        };
        return Named(key);
    }

    private JsonObject EcKey()
    {
        var point = _ec.ExportParameters(false).Q;
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        return Named(key);
    }

    private JsonObject Named(JsonObject key)
    {
        if (KeyId is not null)
        {
            key["kid"] = KeyId;
        }

        return key;
    }

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
