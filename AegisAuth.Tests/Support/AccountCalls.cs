using System.Net.Http.Json;
using System.Text.Json;

namespace AegisAuth.Tests.Support;

/// <summary>Calls of a site user's own account.</summary>
internal static class AccountCalls
{
    public const string Password = "three blue kettles sing";

    /// <summary>One registration.</summary>
    public static async Task<JsonElement> RegisterAsync(
        this HttpClient client,
        string userName,
        string? email = null,
        string? phone = null,
        object? more = null
    )
    {
        var body = new Dictionary<string, object?>
        {
            ["user_name"] = userName,
            ["password"] = Password,
            ["email"] = email,
            ["phone"] = phone,
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            body[property.Name] = property.GetValue(more);
        }

        using var response = await client.PostAsJsonAsync("/api/register", body);
        return await response.JsonAsync();
    }

    /// <summary>The token of a registration that must succeed.</summary>
    public static async Task<string> RegisteredAsync(this HttpClient client, string userName, string? email = null, string? phone = null)
    {
        var answer = await client.RegisterAsync(userName, email, phone);
        Assert.That(answer.GetProperty("code").GetInt32(), Is.Zero, answer.ToString());
        return answer.GetProperty("data").GetProperty("token").GetString()!;
    }

    /// <summary>A GET of <c>/api</c>.</summary>
    public static async Task<JsonElement> SiteGetAsync(this HttpClient client, string path, string? token)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path, token);
        return await response.JsonAsync();
    }

    /// <summary>A POST to <c>/api</c>.</summary>
    public static async Task<JsonElement> SitePostAsync(this HttpClient client, string path, string? token, object body)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, token, body);
        return await response.JsonAsync();
    }

    /// <summary>One login; the whole answer.</summary>
    public static Task<JsonElement> SiteLoginAnswerAsync(this HttpClient client, string userName, string password = Password) =>
        client.SitePostAsync("/api/login", token: null, new { user_name = userName, password });

    /// <summary>The <c>code</c> of a site answer.</summary>
    public static int Code(this JsonElement answer) => answer.GetProperty("code").GetInt32();

    /// <summary>The <c>msg</c> of a site answer.</summary>
    public static string Msg(this JsonElement answer) => answer.GetProperty("msg").GetString()!;
}
