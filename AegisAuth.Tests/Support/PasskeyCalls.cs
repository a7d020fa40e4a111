using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AegisAuth.Tests.Support;

/// <summary>Passkeys over the wire, named by what they mean.</summary>
internal static class PasskeyCalls
{
    public const string PublicUrl = "https://login.example.com";
    public const string Origin = PublicUrl;
    public const string Site = "/api/user/passkeys";
    public const string Admin = "/user/passkeys";
    public const string LoginOptions = "/api/login/passkey";
    public const string StepUpOptions = "/user/login_admin_info/verify/passkey_options";

    /// <summary>A program whose passkeys belong to <see cref="PublicUrl"/>.</summary>
    public static TestApp App() => TestApp.Create().With("Site:PublicUrl", PublicUrl);

    /// <summary>The options for a new passkey of this session, which must be given.</summary>
    public static async Task<JsonElement> BeginAsync(this HttpClient client, string token, string path = Site)
    {
        using var response = await client.SendAsync(HttpMethod.Post, $"{path}/begin", token, new { });
        var answer = await response.JsonAsync();
        Assert.That(answer.TryGetProperty("data", out var data) && data.TryGetProperty("challenge", out _), Is.True, answer.ToString());
        return data;
    }

    /// <summary>Adds a passkey, which must work, and brings its public name.</summary>
    public static async Task<string> AddPasskeyAsync(
        this HttpClient client,
        string token,
        SoftwareAuthenticator authenticator,
        string path = Site
    )
    {
        var made = authenticator.Create(await client.BeginAsync(token, path));
        var answer = await client.FinishAsync(token, made, path);
        Assert.That(answer.GetProperty("data").TryGetProperty("id", out var id), Is.True, answer.ToString());
        return id.GetString()!;
    }

    /// <summary>The answer to the end of an adding.</summary>
    public static async Task<JsonElement> FinishAsync(this HttpClient client, string token, JsonNode made, string path = Site)
    {
        using var response = await client.SendAsync(HttpMethod.Post, $"{path}/finish", token, new { name = "Phone", passkey = made });
        return await response.JsonAsync();
    }

    /// <summary>The names of the passkeys of a site session.</summary>
    public static async Task<IReadOnlyList<string>> PasskeyNamesAsync(this HttpClient client, string token)
    {
        var answer = await client.SiteGetAsync(Site, token);
        return [.. answer.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
    }

    /// <summary>The options of a login, and the cookie of the browser that asked for them.</summary>
    public static async Task<(JsonElement Options, string Cookie)> LoginOptionsAsync(this HttpClient client, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, LoginOptions);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await client.SendAsync(request);
        var answer = await response.JsonAsync();
        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        return (answer.GetProperty("data"), response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    /// <summary>The answer to a login with what an authenticator brought.</summary>
    public static async Task<JsonElement> PasskeyLoginAsync(
        this HttpClient client,
        JsonNode passkey,
        string? cookie,
        string path = SiteCalls.LoginPath
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(new { platform = "passkey", passkey }),
        };
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await client.SendAsync(request);
        return await response.JsonAsync();
    }

    /// <summary>A whole login; the answer.</summary>
    public static async Task<JsonElement> PasskeyLoginAsync(this HttpClient client, SoftwareAuthenticator authenticator)
    {
        var (options, cookie) = await client.LoginOptionsAsync();
        return await client.PasskeyLoginAsync(authenticator.Get(options), cookie);
    }

    /// <summary>The options of a step-up, which must be given.</summary>
    public static Task<JsonElement> StepUpOptionsAsync(this HttpClient client, string token) =>
        client.DataAsync(HttpMethod.Post, StepUpOptions, token);

    /// <summary>Status and code of a step-up with what an authenticator brought.</summary>
    public static Task<(int Status, string? Code)> PasskeyStepUpAsync(this HttpClient client, string token, JsonNode passkey) =>
        client.OutcomeAsync(HttpMethod.Post, AdminCalls.SecretPath, token, new { passkey });
}
