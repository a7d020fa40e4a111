using System.Net.Http.Json;
using System.Text.Json;

namespace AegisAuth.Tests.Support;

/// <summary>Calls of <c>/user</c>, named by what they mean.</summary>
internal static class AdminCalls
{
    public const string LoginPath = "/user/login/login_admin_info_by_aegisspeed_id";

    public const string SecretPath = "/user/login_admin_info/verify/get_secret_admin_password";
    public const string InfoPath = "/user/info/get_admin_info";

    /// <summary>One admin login.</summary>
    public static Task<HttpResponseMessage> TryAdminLoginAsync(this HttpClient client, string id, string password) =>
        client.PostAsJsonAsync(LoginPath, new Dictionary<string, string> { ["user_AegisSpeed_id"] = id, ["user_password"] = password });

    /// <summary>The token of an admin login that must succeed.</summary>
    public static async Task<string> AdminTokenAsync(this HttpClient client, string id, string password = Some.Password)
    {
        using var response = await client.TryAdminLoginAsync(id, password);
        var answer = await response.JsonAsync();
        Assert.That(answer.GetProperty("code").GetString(), Is.EqualTo("10000"), answer.ToString());
        return answer.GetProperty("token").GetString()!;
    }

    /// <summary>One step-up by password.</summary>
    public static Task<HttpResponseMessage> TryStepUpAsync(this HttpClient client, string token, string password = Some.Password) =>
        client.SendAsync(HttpMethod.Post, SecretPath, token, new { user_password = password });

    /// <summary>The dynamic secret of a step-up that must succeed.</summary>
    public static async Task<string> SecretAsync(this HttpClient client, string token, string password = Some.Password)
    {
        using var response = await client.TryStepUpAsync(token, password);
        var answer = await response.JsonAsync();
        Assert.That(answer.GetProperty("code").GetString(), Is.EqualTo("10000"), answer.ToString());
        return answer.GetProperty("data").GetProperty("secret").GetString()!;
    }

    /// <summary>A token whose session holds a dynamic secret.</summary>
    public static async Task<string> SteppedUpTokenAsync(this HttpClient client, string id, string password = Some.Password)
    {
        var token = await client.AdminTokenAsync(id, password);
        await client.SecretAsync(token, password);
        return token;
    }

    /// <summary>The <c>code</c> that admin info answers this token with.</summary>
    public static async Task<string?> InfoCodeAsync(this HttpClient client, string token)
    {
        using var response = await client.SendAsync(HttpMethod.Get, InfoPath, token);
        return await response.AdminCodeAsync();
    }

    /// <summary>A request with a bearer token.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? token,
        object? body = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        return client.SendAsync(request);
    }

    /// <summary>The body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The <c>code</c> of an admin envelope.</summary>
    public static async Task<string?> AdminCodeAsync(this HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("code").GetString();
}
