using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.SiteLogin;

/// <summary>
/// The body of <c>/api/login</c>: every field of the interface document, under its exact name. <c>null</c> is the same
/// as absent. What the client says about the person is decoration and read whatever its type is; any other member of
/// another type makes the whole body malformed.
/// </summary>
public sealed class SiteLoginRequest
{
    /// <summary>How to log in: <c>website</c> (also when absent or empty), <c>tt</c>, <c>swan</c>, <c>alipay</c>, <c>qq</c>, <c>weapp</c>, <c>wechat</c>, <c>inwechat</c>, <c>google</c>, <c>passkey</c>.</summary>
    /// <example>website</example>
    public string? Platform { get; init; }

    /// <summary>The provider's one-time code; with <c>phone</c> and without a platform the six digits that were sent to it.</summary>
    public string? Code { get; init; }

    /// <summary>WeChat's code for the phone number (<c>getPhoneNumber</c>), beside <c>code</c> of <c>weapp</c>.</summary>
    public string? PhoneCode { get; init; }

    /// <summary>Toutiao's code for a visitor who is not logged in.</summary>
    [JsonPropertyName("anonymousCode")]
    public string? AnonymousCode { get; init; }

    /// <summary>The state that <c>/api/{platform}/url</c> gave out.</summary>
    public string? State { get; init; }

    /// <summary>The <c>iss</c> that came back beside <c>code</c> and <c>state</c> (RFC 9207); checked where it is sent.</summary>
    [JsonPropertyName("iss")]
    public string? Issuer { get; init; }

    /// <summary>A picture, as the client says. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Avatar { get; init; }

    /// <summary>A name, as the client says. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? NickName { get; init; }

    /// <summary>A gender, as the client says: text or number. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Gender { get; init; }

    /// <summary>A province, as the client says. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Province { get; init; }

    /// <summary>A city, as the client says. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? City { get; init; }

    /// <summary>A county, as the client says. Decoration.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? County { get; init; }

    /// <summary>The user data the mini program's SDK encrypted.</summary>
    [JsonPropertyName("encryptedData")]
    public string? EncryptedData { get; init; }

    /// <summary>The initialisation vector of <c>encryptedData</c>.</summary>
    public string? Iv { get; init; }

    /// <summary>The signature of <c>rawData</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>The user data in the clear, byte for byte as the SDK gave it.</summary>
    [JsonPropertyName("rawData")]
    public string? RawData { get; init; }

    /// <summary>With <c>platform</c> <c>passkey</c>: what <c>navigator.credentials.get()</c> brought, as its <c>toJSON()</c> writes it.</summary>
    public JsonElement? Passkey { get; init; }

    /// <summary>Whether token and cookie live for 30 days instead of 24 hours.</summary>
    /// <example>false</example>
    public bool? Remember { get; init; }

    /// <summary>The user name, or a verified e-mail address or phone number.</summary>
    /// <example>user</example>
    public string? UserName { get; init; }

    /// <summary>A verified e-mail address; goes before <c>phone</c> and <c>user_name</c>.</summary>
    public string? Email { get; init; }

    /// <summary>A verified phone number; goes before <c>user_name</c>.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>The password, 1 to 128 characters, taken as it is.</summary>
    /// <example>AegisSpeed-2026</example>
    public string? Password { get; init; }

    /// <summary>The id that <c>/api/captcha</c> gave out.</summary>
    public string? CaptchaId { get; init; }

    /// <summary>What the picture shows, in any letter case.</summary>
    public string? Captcha { get; init; }

    /// <summary>The invitation code of the user who brings a new one: text or number.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? InviteId { get; init; }

    /// <summary>Whether it is a login by the code that was sent to a phone: a number, a code, no password, no platform.</summary>
    internal bool IsByPhone =>
        Platforms.IsWebsite(Platform) && string.IsNullOrEmpty(Password) && !string.IsNullOrEmpty(Code) && !string.IsNullOrWhiteSpace(Phone);

    /// <summary>Keeps password and codes out of logs.</summary>
    public override string ToString() => nameof(SiteLoginRequest);
}

/// <summary>The form of a login with a password: the account first, then the password. Providers judge their own.</summary>
public sealed class SiteLoginRequestValidator : AbstractValidator<SiteLoginRequest>
{
    private const int MaxName = 256;

    /// <summary>The rules, in the order in which they answer.</summary>
    public SiteLoginRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Phone).Must(ProfileValidation.IsPhoneOrEmpty).Refuse(AuthError.PhoneInvalid).When(request => request.IsByPhone);
        When(
            request => Platforms.IsWebsite(request.Platform) && !request.IsByPhone,
            () =>
            {
                RuleFor(r => r).Must(r => AccountName.Given(r) is not null).Refuse(AuthError.AccountMissing);
                RuleFor(r => r).Must(r => AccountName.Given(r)!.Length <= MaxName).Refuse(AuthError.InvalidParameter);
                RuleFor(r => r.Password).Must(password => !string.IsNullOrEmpty(password)).Refuse(AuthError.PasswordMissing);
                RuleFor(r => r.Password).Must(password => !PasswordForm.IsTooLong(password)).Refuse(AuthError.PasswordTooLong);
                RuleFor(r => r.Password).Must(PasswordForm.IsPassword).Refuse(AuthError.InvalidPassword);
            }
        );
    }
}
