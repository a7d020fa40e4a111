using System.Text.Json;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Support;

/// <summary>What tests do about phone numbers.</summary>
internal static class PhoneCalls
{
    public const string Phone = "13800138000";
    public const string Contact = "phone:8613800138000";

    /// <summary>Asks for a login code; the whole answer.</summary>
    public static Task<JsonElement> AskCodeAsync(this HttpClient client, string phone = Phone) =>
        client.SitePostAsync("/api/login/code", token: null, new { phone });

    /// <summary>Logs in by a code; the whole answer.</summary>
    public static Task<JsonElement> PhoneLoginAsync(this HttpClient client, string code, string phone = Phone) =>
        client.SitePostAsync("/api/login", token: null, new { phone, code });

    /// <summary>The digits of the next text message.</summary>
    public static async Task<string> NextDigitsAsync(this CollectingSender sender)
    {
        Message message;
        do
        {
            message = await sender.NextAsync();
        } while (message.Kind != ContactKind.Phone);

        return message.Code!.Digits;
    }

    /// <summary>Other digits than these.</summary>
    public static string Wrong(this string digits) => digits[..5] + (char)('0' + ((digits[5] - '0' + 1) % 10));

    /// <summary>A user who has proven the number.</summary>
    public static async Task<User> AddPhoneUserAsync(this TestApp app, string userName, Func<User, User>? change = null)
    {
        var user = await app.AddUserAsync(userName, change);
        await using var scope = app.Services.CreateAsyncScope();
        var given = await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                () => scope.ServiceProvider.GetRequiredService<PhoneNumberOwner>().TryGiveAsync(user, Contact),
                CancellationToken.None
            );
        Assert.That(given, Is.True);
        return user;
    }
}
