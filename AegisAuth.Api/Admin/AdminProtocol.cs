using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Admin;

/// <summary>What every other <c>/user</c> path says.</summary>
internal sealed class AdminProtocol : IProtocol
{
    public PathString Root => "/user";

    public long MaxBodyBytes => 16 * 1024;

    public bool HidesAccounts => false;

    public Answer Refuse(Refusal refusal, HttpContext context, int? status = null)
    {
        var (itsStatus, code, result) = Words(refusal.Error, context);
        var data = new RefusalData
        {
            RetryAfter = refusal.Error == AuthError.TooManyAttempts && refusal.RetryAfter is { } wait ? Protocols.Seconds(wait) : null,
            Reason = Reason(refusal.Error),
        };
        return new Answer(status ?? itsStatus, new AdminEnvelope<RefusalData>(status ?? itsStatus, code, result, data));
    }

    private static (int Status, string Code, string Result) Words(AuthError error, HttpContext context) =>
        error switch
        {
            AuthError.TokenInvalid => (401, "10001", "token 已过期或无效"),
            AuthError.EndpointClosed => (403, "10002", "服务器未开放此接口"),
            AuthError.SecretInvalid => (401, "10004", "动态密令已过期或无效"),
            AuthError.WrongProof or AuthError.WrongCredentials or AuthError.OneTimeCodeInvalid or AuthError.PasskeyInvalid => (
                401,
                "10005",
                "密码或动态口令错误"
            ),
            AuthError.MalformedRequest
            or AuthError.InvalidParameter
            or AuthError.InvalidAegisSpeedId
            or AuthError.InvalidPassword
            or AuthError.PasswordMissing
            or AuthError.PasswordTooShort
            or AuthError.PasswordTooLong
            or AuthError.PasswordTooSimple
            or AuthError.PasswordCommon
            or AuthError.PasswordNamesAccount
            or AuthError.PasswordUnchanged
            or AuthError.UserNameInvalid
            or AuthError.EmailInvalid
            or AuthError.PhoneInvalid => (400, "10006", "请求参数无效"),
            AuthError.TooManyAttempts => (429, "10008", "失败次数过多,请稍后再试"),
            AuthError.Forbidden => (403, "10011", "权限不足"),
            AuthError.AuthenticatorRequired => (403, "10014", "请先绑定身份验证器"),
            // One code has one text: what is missing, the path says.
            AuthError.UserNotFound or AuthError.OrganisationNotFound => (404, "10012", "用户不存在"),
            // An administrator who would lock the own account out breaks what must stay.
            AuthError.Conflict or AuthError.UserNameTaken or AuthError.PasskeyLimit or AuthError.LastWayIn => (409, "10013", "已存在"),
            AuthError.Busy or AuthError.Unavailable => (503, "10003", Fault(context)),
            AuthError.Unexpected
            // What follows belongs to the logins; were it said here, it would be a fault of ours.
            or AuthError.NotAdmin
            or AuthError.AccountMissing
            or AuthError.CaptchaWrong
            or AuthError.UnknownPlatform
            or AuthError.PlatformNotEnabled
            or AuthError.CodeRefused
            or AuthError.StateInvalid
            or AuthError.ProviderUnavailable
            or AuthError.InviteCodeUnknown
            or AuthError.ContactOutOfReach
            or AuthError.ContactTaken
            or AuthError.IdentityTaken
            or AuthError.RecentAuthenticationRequired
            or AuthError.PhoneCodeInvalid
            or AuthError.TooManyMessages
            or AuthError.OtherProofRequired
            or AuthError.AccountClosing
            or AuthError.CopyTooSoon
            or AuthError.IdentityMissing
            or AuthError.UserNameFixed
            or AuthError.NothingToChange
            or AuthError.ClientInvalid
            or AuthError.IdempotencyKeyReused => (500, "10003", Fault(context)),
        };

    // Two endpoints of the document have words of their own for a fault.
    private static string Fault(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<FaultResultAttribute>()?.Result ?? "服务器内部错误";

    // A new password that is refused must be told why (NIST SP 800-63B-4, 3.1.1.2).
    private static string? Reason(AuthError error) =>
        error switch
        {
            AuthError.PasswordTooShort => "password_too_short",
            AuthError.PasswordTooLong => "password_too_long",
            AuthError.PasswordTooSimple => "password_too_simple",
            AuthError.PasswordCommon => "password_common",
            AuthError.PasswordNamesAccount => "password_names_account",
            AuthError.PasswordUnchanged => "password_unchanged",
            _ => null,
        };
}

/// <summary>The words in which an endpoint says that something went wrong on our side.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FaultResultAttribute(string result) : Attribute
{
    public string Result { get; } = result;
}
