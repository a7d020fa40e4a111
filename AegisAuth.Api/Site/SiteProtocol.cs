using System.Globalization;
using System.Text.Json.Serialization;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Site;

/// <summary>The envelope of <c>/api</c>: of a refusal, and of a success that brings nothing.</summary>
/// <param name="Code">0 for a success, -1 for an error, 1001 not logged in, 1002 not allowed.</param>
/// <param name="Msg">Why it was refused, for people; empty on success.</param>
public record SiteEnvelope([property: JsonPropertyOrder(0)] int Code, [property: JsonPropertyOrder(1)] string Msg)
{
    /// <summary>The code of every success.</summary>
    public const int SuccessCode = 0;
}

/// <summary>The envelope of <c>/api</c> with what a success brings.</summary>
/// <typeparam name="TData">What the endpoint brings.</typeparam>
/// <param name="Code">0 for a success, -1 for an error, 1001 not logged in, 1002 not allowed.</param>
/// <param name="Msg">Why it was refused, for people; empty on success.</param>
/// <param name="Data">What a success brings; absent on errors.</param>
public sealed record SiteEnvelope<TData>(
    int Code,
    string Msg,
    [property: JsonPropertyOrder(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TData? Data
) : SiteEnvelope(Code, Msg)
    where TData : class;

/// <summary>What <c>/api</c> says: HTTP 200, and the reason in <c>code</c> and <c>msg</c>.</summary>
internal sealed class SiteProtocol : IProtocol
{
    private const int Error = -1;
    private const int NotLoggedIn = 1001;
    private const int NotAllowed = 1002;

    public PathString Root => "/api";

    public long MaxBodyBytes => 64 * 1024;

    public bool HidesAccounts => true;

    public Answer Refuse(Refusal refusal, HttpContext context, int? status = null)
    {
        var (code, chinese, english) = Words(refusal);
        var message = SiteLanguage.IsEnglish(context.Request) ? english : chinese;
        var itsStatus = refusal.Error switch
        {
            AuthError.Unexpected => StatusCodes.Status500InternalServerError,
            AuthError.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status200OK,
        };
        return new Answer(itsStatus, new SiteEnvelope(code, message));
    }

    private static (int Code, string Chinese, string English) Words(Refusal refusal) =>
        refusal.Error switch
        {
            AuthError.AccountClosing => (
                Error,
                $"账号已申请注销,可在 {Date(refusal.Until)} 前撤销",
                $"This account is being closed; it can be reopened until {Date(refusal.Until)}"
            ),
            AuthError.CopyTooSoon => (Error, "每小时只能下载一次,请稍后再试", "A copy can be made once an hour, try again later"),
            AuthError.WrongCredentials or AuthError.UserNotFound or AuthError.NotAdmin or AuthError.WrongProof => (
                Error,
                "用户名或密码错误",
                "Incorrect user name or password"
            ),
            AuthError.AccountMissing => (Error, "请输入账号", "Enter your account"),
            AuthError.PasswordMissing => (Error, "请输入密码", "Enter your password"),
            AuthError.CaptchaWrong => (Error, "图形验证码不正确", "Incorrect captcha"),
            AuthError.UnknownPlatform => (Error, "不支持的登录方式", "Unsupported login platform"),
            AuthError.PlatformNotEnabled => (Error, "该登录方式未启用", "This login method is not enabled"),
            AuthError.CodeRefused => (Error, "登录凭证无效或已过期", "The login code is invalid or has expired"),
            AuthError.StateInvalid => (Error, "登录状态已失效,请重试", "The login state is no longer valid, try again"),
            AuthError.ProviderUnavailable => (Error, "第三方登录服务暂不可用", "The login provider is unavailable"),
            AuthError.TooManyAttempts => (Error, "登录失败次数过多,请稍后再试", "Too many failed login attempts, try again later"),
            AuthError.MalformedRequest => (Error, "请求格式错误", "Malformed request"),
            AuthError.TokenInvalid => (NotLoggedIn, "请先登录", "Log in first"),
            // The last two belong to administrators; said here, they are what they are to a site user.
            AuthError.Forbidden or AuthError.SecretInvalid or AuthError.AuthenticatorRequired or AuthError.OrganisationNotFound => (
                NotAllowed,
                "无权访问",
                "Not allowed"
            ),
            AuthError.EndpointClosed => (Error, "服务器未开放此接口", "The server has not opened this endpoint"),
            AuthError.Busy or AuthError.Unavailable => (Error, "服务器繁忙,请稍后再试", "The server is busy, try again later"),
            AuthError.Unexpected or AuthError.ClientInvalid => (Error, "服务器内部错误", "Internal server error"),
            AuthError.InvalidParameter or AuthError.InvalidAegisSpeedId => (Error, "请求参数无效", "Invalid parameter"),
            AuthError.InvalidPassword => (Error, "密码含有不允许的字符", "The password contains characters that are not allowed"),
            AuthError.PasswordTooShort => (Error, "密码太短", "The password is too short"),
            AuthError.PasswordTooLong => (Error, "密码太长", "The password is too long"),
            AuthError.PasswordTooSimple => (
                Error,
                "密码的字符种类太少,请混用大写字母、小写字母、数字和符号",
                "The password has too few kinds of characters, mix upper case, lower case, digits and symbols"
            ),
            AuthError.PasswordCommon => (Error, "密码太常见,请换一个", "The password is too common, choose another"),
            AuthError.PasswordNamesAccount => (Error, "密码不能与账号相同", "The password must not be the account name"),
            AuthError.PasswordUnchanged => (Error, "新密码不能与旧密码相同", "The new password must differ from the old one"),
            AuthError.UserNameInvalid => (Error, "用户名格式不正确", "The user name has an invalid form"),
            AuthError.UserNameTaken or AuthError.Conflict => (Error, "用户名已存在", "The user name is taken"),
            AuthError.EmailInvalid => (Error, "邮箱格式不正确", "The e-mail address has an invalid form"),
            AuthError.PhoneInvalid => (Error, "手机号格式不正确", "The phone number has an invalid form"),
            AuthError.InviteCodeUnknown => (Error, "邀请码无效", "The invitation code is unknown"),
            AuthError.OneTimeCodeInvalid => (Error, "验证码无效或已过期", "The code is invalid or has expired"),
            AuthError.ContactOutOfReach => (Error, "该验证方式未启用", "This kind of verification is not enabled"),
            AuthError.ContactTaken => (Error, "该邮箱或手机号已被其他账号验证", "Another account has proven this address or number"),
            AuthError.IdentityTaken => (Error, "该第三方账号已绑定其他用户", "This outside account belongs to another user"),
            AuthError.LastWayIn => (Error, "不能解除唯一的登录方式", "The last way to log in cannot be removed"),
            AuthError.RecentAuthenticationRequired => (Error, "请重新登录或输入密码", "Log in again or enter your password"),
            AuthError.PhoneCodeInvalid => (Error, "验证码错误或已过期", "The code is wrong or has expired"),
            AuthError.TooManyMessages => (Error, "发送过于频繁,请稍后再试", "Too many messages, try again later"),
            AuthError.OtherProofRequired => (
                Error,
                "账号长时间未使用,请先用密码或其他方式登录一次",
                "This account has not been used for a long time, log in with the password or another way once"
            ),
            AuthError.PasskeyInvalid => (Error, "通行密钥无效或已过期", "The passkey is invalid or has expired"),
            AuthError.PasskeyLimit => (Error, "通行密钥数量已达上限", "The account has too many passkeys"),
            AuthError.IdentityMissing => (Error, "请先绑定该平台的账号", "Link an account of this platform first"),
            AuthError.UserNameFixed => (Error, "用户名不能修改", "The user name cannot be changed"),
            AuthError.NothingToChange => (Error, "没有可修改的字段", "Nothing of this can be changed here"),
            AuthError.IdempotencyKeyReused => (Error, "幂等键已被其他请求使用", "The idempotency key was used for another request"),
        };

    // A day in UTC, as every time of this service.
    private static string Date(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
