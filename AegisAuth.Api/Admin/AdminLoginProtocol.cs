using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Admin;

/// <summary>What <c>/user/login</c> says: the admin login document, section "Error Code Description".</summary>
internal sealed class AdminLoginProtocol : IProtocol
{
    public PathString Root => "/user/login";

    public long MaxBodyBytes => 16 * 1024;

    public bool HidesAccounts => false;

    public Answer Refuse(Refusal refusal, HttpContext context, int? status = null)
    {
        var (itsStatus, code, result) = Words(refusal.Error);
        var data = new RefusalData
        {
            RetryAfter = refusal.Error == AuthError.TooManyAttempts && refusal.RetryAfter is { } wait ? Protocols.Seconds(wait) : null,
        };
        return new Answer(status ?? itsStatus, new AdminLoginEnvelope<RefusalData>(status ?? itsStatus, "", code, result, data));
    }

    private static (int Status, string Code, string Result) Words(AuthError error) =>
        error switch
        {
            AuthError.WrongCredentials => (401, "10001", "Invalid username or password"),
            AuthError.UserNotFound => (401, "10002", "User does not exist"),
            AuthError.EndpointClosed => (403, "10003", "Server has not opened this endpoint"),
            AuthError.InvalidPassword => (400, "10005", "Invalid user password"),
            AuthError.InvalidAegisSpeedId => (400, "10006", "Invalid AegisSpeed ID"),
            AuthError.NotAdmin => (401, "10007", "This account is not an admin account"),
            AuthError.TooManyAttempts => (429, "10008", "Too many failed login attempts"),
            AuthError.MalformedRequest => (400, "10009", "Malformed request"),
            AuthError.Busy or AuthError.Unavailable => (503, "10004", "Login failed, server internal error"),
            AuthError.Unexpected
            // What follows is never a reason to refuse an admin login; were it said, it would be a fault of ours.
            or AuthError.TokenInvalid
            or AuthError.SecretInvalid
            or AuthError.WrongProof
            or AuthError.InvalidParameter
            or AuthError.Forbidden
            or AuthError.AuthenticatorRequired
            or AuthError.OrganisationNotFound
            or AuthError.Conflict
            or AuthError.AccountMissing
            or AuthError.PasswordMissing
            or AuthError.CaptchaWrong
            or AuthError.UnknownPlatform
            or AuthError.PlatformNotEnabled
            or AuthError.CodeRefused
            or AuthError.StateInvalid
            or AuthError.ProviderUnavailable
            or AuthError.PasswordTooShort
            or AuthError.PasswordTooLong
            or AuthError.PasswordTooSimple
            or AuthError.PasswordCommon
            or AuthError.PasswordNamesAccount
            or AuthError.PasswordUnchanged
            or AuthError.UserNameInvalid
            or AuthError.UserNameTaken
            or AuthError.EmailInvalid
            or AuthError.PhoneInvalid
            or AuthError.InviteCodeUnknown
            or AuthError.OneTimeCodeInvalid
            or AuthError.ContactOutOfReach
            or AuthError.ContactTaken
            or AuthError.IdentityTaken
            or AuthError.LastWayIn
            or AuthError.PasskeyInvalid
            or AuthError.PasskeyLimit
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
            or AuthError.IdempotencyKeyReused => (500, "10004", "Login failed, server internal error"),
        };
}
