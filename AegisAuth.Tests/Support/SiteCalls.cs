using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Support;

/// <summary>Calls of <c>/api</c>, named by what they mean.</summary>
internal static class SiteCalls
{
    public const string LoginPath = "/api/login";
    public const string LogoutPath = "/api/logout";
    public const string CaptchaPath = "/api/captcha";

    /// <summary>A login with this body, byte for byte.</summary>
    public static Task<HttpResponseMessage> PostLoginAsync(this HttpClient client, string json) =>
        client.PostAsync(LoginPath, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>One login with a password.</summary>
    public static Task<HttpResponseMessage> TrySiteLoginAsync(
        this HttpClient client,
        string userName,
        string password,
        string? captchaId = null,
        string? captcha = null,
        bool? remember = null
    ) =>
        client.PostAsJsonAsync(
            LoginPath,
            new Dictionary<string, object?>
            {
                ["user_name"] = userName,
                ["password"] = password,
                ["captcha_id"] = captchaId,
                ["captcha"] = captcha,
                ["remember"] = remember,
            }
        );

    /// <summary>The token of a login that must succeed.</summary>
    public static async Task<string> SiteTokenAsync(this HttpClient client, string userName = "user", bool? remember = null)
    {
        using var response = await client.TrySiteLoginAsync(userName, Some.Password, remember: remember);
        var answer = await response.JsonAsync();
        Assert.That(answer.GetProperty("code").GetInt32(), Is.Zero, answer.ToString());
        return answer.GetProperty("data").GetProperty("token").GetString()!;
    }

    /// <summary>The <c>msg</c> of a login.</summary>
    public static async Task<string> LoginMessageAsync(
        this HttpClient client,
        string userName,
        string password,
        string? captchaId = null,
        string? captcha = null
    )
    {
        using var response = await client.TrySiteLoginAsync(userName, password, captchaId, captcha);
        return (await response.JsonAsync()).GetProperty("msg").GetString()!;
    }

    /// <summary>The <c>data</c> of <c>GET /api/captcha</c>, which must succeed.</summary>
    public static async Task<JsonElement> CaptchaAsync(this HttpClient client, string purpose = "login")
    {
        using var response = await client.GetAsync($"{CaptchaPath}?purpose={purpose}");
        var answer = await response.JsonAsync();
        Assert.That(answer.GetProperty("code").GetInt32(), Is.Zero, answer.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>A user with the password of the development accounts.</summary>
    public static async Task<User> AddUserAsync(this TestApp app, string userName, Func<User, User>? change = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        var model = (await users.FindAsync(AegisSpeedId.Parse(Some.User), CancellationToken.None))!;
        return await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                async () =>
                {
                    var number = await users.NextNumberAsync(CancellationToken.None);
                    var user = NewUser.Create(number, userName, app.Time.GetUtcNow()) with { PasswordHash = model.PasswordHash };
                    user = change?.Invoke(user) ?? user;
                    Assert.That(await users.TryAddAsync(user, CancellationToken.None), Is.True);
                    return user;
                },
                CancellationToken.None
            );
    }

    /// <summary>Writes to the database behind the program's back.</summary>
    public static Task SqlAsync(this TestApp app, string sql) => app.ExecuteSqlAsync(sql);

    /// <summary>The first value that a statement finds behind the program's back, as text.</summary>
    public static Task<string> ReadAsync(this TestApp app, string sql) => Task.FromResult(app.Rows(sql) is [var first, ..] ? first : "");
}
