namespace AegisAuth.Domain;

/// <summary>
/// Every expected refusal. Each protocol (admin login, admin, site) turns all of them into its own words in
/// one exhaustive switch, so that a new member does not compile until every protocol has an answer for it.
/// </summary>
public enum AuthError
{
    /// <summary>The request is not what the endpoint reads: no JSON, wrong content type, too large, wrong method, no such path.</summary>
    MalformedRequest,

    /// <summary>The operator closed the endpoint.</summary>
    EndpointClosed,

    /// <summary>A fault on our side.</summary>
    Unexpected,

    /// <summary>Too much work waits already; come back after the given time.</summary>
    Busy,

    /// <summary>The database does not answer; come back after the given time.</summary>
    Unavailable,

    /// <summary>Not nine ASCII letters or digits.</summary>
    InvalidAegisSpeedId,

    /// <summary>No text that can be a password: missing, empty, too long, or with control characters.</summary>
    InvalidPassword,

    /// <summary>No account with that id.</summary>
    UserNotFound,

    /// <summary>The credentials do not open the account.</summary>
    WrongCredentials,

    /// <summary>The password is right, the account has no admin role.</summary>
    NotAdmin,

    /// <summary>Paused after repeated failures; the refusal says for how long.</summary>
    TooManyAttempts,

    /// <summary>No session, or one that has ended.</summary>
    TokenInvalid,

    /// <summary>The session holds no dynamic secret that is alive and matches.</summary>
    SecretInvalid,

    /// <summary>The password or the one-time code of the step-up is wrong.</summary>
    WrongProof,

    /// <summary>A parameter is missing or has a wrong form.</summary>
    InvalidParameter,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The caller's role must have an authenticator, and this account has none yet.</summary>
    AuthenticatorRequired,

    /// <summary>No organisation with that number.</summary>
    OrganisationNotFound,

    /// <summary>The thing exists already, or the change would break what must stay.</summary>
    Conflict,

    /// <summary>A login without an account name.</summary>
    AccountMissing,

    /// <summary>A login without a password.</summary>
    PasswordMissing,

    /// <summary>The captcha is missing, wrong, used or expired.</summary>
    CaptchaWrong,

    /// <summary>No such platform.</summary>
    UnknownPlatform,

    /// <summary>The platform is not configured.</summary>
    PlatformNotEnabled,

    /// <summary>The provider refuses the code.</summary>
    CodeRefused,

    /// <summary>The login state is missing, unknown, used, expired, or another browser's.</summary>
    StateInvalid,

    /// <summary>The provider does not answer, or not in its own format.</summary>
    ProviderUnavailable,

    /// <summary>The new password has too few characters.</summary>
    PasswordTooShort,

    /// <summary>The new password has too many characters.</summary>
    PasswordTooLong,

    /// <summary>The new password has too few kinds of characters.</summary>
    PasswordTooSimple,

    /// <summary>The new password is on the list of common passwords.</summary>
    PasswordCommon,

    /// <summary>The new password is the user name, the id, or another word that names the account.</summary>
    PasswordNamesAccount,

    /// <summary>The new password is the old one.</summary>
    PasswordUnchanged,

    /// <summary>The user name has a form that is not taken.</summary>
    UserNameInvalid,

    /// <summary>The user name belongs to a user, whatever its case or Unicode form.</summary>
    UserNameTaken,

    /// <summary>Not an e-mail address.</summary>
    EmailInvalid,

    /// <summary>Not a phone number.</summary>
    PhoneInvalid,

    /// <summary>No user has that invitation code.</summary>
    InviteCodeUnknown,

    /// <summary>The one-time code of an e-mail verification or password reset is wrong, used or expired.</summary>
    OneTimeCodeInvalid,

    /// <summary>No sender is configured for this kind of contact.</summary>
    ContactOutOfReach,

    /// <summary>Another user has proven this e-mail address or phone number.</summary>
    ContactTaken,

    /// <summary>The external account logs in another user.</summary>
    IdentityTaken,

    /// <summary>Without this external account its user could not log in any more.</summary>
    LastWayIn,

    /// <summary>The login is too long ago for this; log in again or give the password.</summary>
    RecentAuthenticationRequired,

    /// <summary>The six digits that were sent to a phone are wrong, used or expired.</summary>
    PhoneCodeInvalid,

    /// <summary>Too many messages were asked for; the refusal says how long to wait.</summary>
    TooManyMessages,

    /// <summary>The proof is right, and the owner is closing the account; the refusal says until when that can be taken back.</summary>
    AccountClosing,

    /// <summary>A copy of the own data was made within the last hour; the refusal says how long to wait.</summary>
    CopyTooSoon,

    /// <summary>The account was unused for so long that its phone number may have another owner by now; log in another way once.</summary>
    OtherProofRequired,

    /// <summary>The passkey is unknown, not verified, a copy, or answers a challenge that is used, expired or another session's.</summary>
    PasskeyInvalid,

    /// <summary>The account has as many passkeys as it may have.</summary>
    PasskeyLimit,

    /// <summary>The user has linked no account of this platform.</summary>
    IdentityMissing,

    /// <summary>A user name is chosen once, at the registration.</summary>
    UserNameFixed,

    /// <summary>The request names nothing that can be changed.</summary>
    NothingToChange,

    /// <summary>No program with this name and secret may ask about tokens.</summary>
    ClientInvalid,

    /// <summary>The idempotency key was used for another request or by another client.</summary>
    IdempotencyKeyReused,
}
