using AegisAuth.Application.Common;

namespace AegisAuth.Application.Users;

/// <summary>What the details of an account may look like, at registration and later.</summary>
internal static class ProfileValidation
{
    internal const int MaxRealName = 64;

    private const int MaxAvatarUrl = 512;
    private const int MaxPhone = 32;

    public static bool IsEmailOrEmpty(string? email) => string.IsNullOrEmpty(email) || ContactKeys.Email(email) is not null;

    public static bool IsPhoneOrEmpty(string? phone) =>
        string.IsNullOrEmpty(phone) || (phone.Length <= MaxPhone && ContactKeys.Phone(phone) is not null);

    /// <summary>Others read it: nothing may hide in it.</summary>
    public static bool IsRealNameOrEmpty(string? name) => name is null || (name.Length <= MaxRealName && VisibleText.IsVisible(name));

    /// <summary>An https address without credentials in it, or nothing. It is stored and shown, never fetched.</summary>
    public static bool IsAvatarOrEmpty(string? text) =>
        string.IsNullOrEmpty(text)
        || (
            text.Length <= MaxAvatarUrl
            && PlainText.IsText(text)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme == Uri.UriSchemeHttps
            && url.UserInfo.Length == 0
        );

    /// <summary>The address as it is stored: the one inside the key, so that mail goes where the proof is about.</summary>
    public static string Email(string? email) =>
        string.IsNullOrEmpty(email) ? "" : ContactKeys.Email(email)![ContactKeys.EmailPrefix.Length..];

    /// <summary>The number as it is stored: as it was typed, without what cannot be seen.</summary>
    public static string Phone(string? phone) => string.IsNullOrEmpty(phone) ? "" : PhoneText.Shown(phone);
}
