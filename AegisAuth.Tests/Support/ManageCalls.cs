using System.Net;
using System.Text.Json;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Support;

/// <summary>Calls of <c>/user/manage</c> and what they answer.</summary>
internal static class ManageCalls
{
    public const string Users = "/user/manage/users";
    public const string Audit = "/user/manage/audit";

    /// <summary>A call that must succeed, and its <c>data</c>.</summary>
    public static async Task<JsonElement> DataAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? token,
        object? body = null
    )
    {
        using var response = await client.SendAsync(method, path, token, body);
        var answer = await response.JsonAsync();
        Assert.That(
            (response.StatusCode, answer.GetProperty("code").GetString()),
            Is.EqualTo((HttpStatusCode.OK, "10000")),
            answer.ToString()
        );
        return answer.GetProperty("data");
    }

    /// <summary>Status and code of a call.</summary>
    public static async Task<(int Status, string? Code)> OutcomeAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? token,
        object? body = null
    )
    {
        using var response = await client.SendAsync(method, path, token, body);
        return ((int)response.StatusCode, await response.AdminCodeAsync());
    }

    /// <summary>Status and code of <c>POST /user/manage/users/{id}/{action}</c>.</summary>
    public static Task<(int Status, string? Code)> ManageAsync(
        this HttpClient client,
        string token,
        User target,
        string action,
        object? body = null
    ) => client.OutcomeAsync(HttpMethod.Post, $"{Users}/{target.AegisSpeedId}/{action}", token, body);

    /// <summary>The ids of a page of accounts.</summary>
    public static IReadOnlyList<string> Ids(this JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("user_AegisSpeed_id").GetString()!)];
}
