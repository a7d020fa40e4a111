using AegisAuth.Application.StepUp;

namespace AegisAuth.Tests.Support;

/// <summary>An authenticator app in the hand of a test.</summary>
internal static class TotpCalls
{
    /// <summary>Enrols an app for the holder of this token, who holds a dynamic secret; brings the key of the app.</summary>
    public static async Task<byte[]> EnrolAsync(this HttpClient client, TestApp app, string token)
    {
        var enrolled = await client.DataAsync(HttpMethod.Post, "/user/totp/enroll", token);
        var key = Base32Text.Decode(enrolled.GetProperty("secret").GetString()!);
        await client.DataAsync(HttpMethod.Post, "/user/totp/confirm", token, new { totp_code = app.TotpCode(key) });
        return key;
    }

    /// <summary>What the app shows now.</summary>
    public static string TotpCode(this TestApp app, byte[] key) => Totp.CodeOf(key, Totp.StepAt(app.Time.GetUtcNow()));
}
