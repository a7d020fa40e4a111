using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>
/// The header <c>X-Error-Reason</c> of every refusal: one word of a fixed set, for programs. The words of the body are
/// for people and change with the language; these do not change. <c>docs/contract.md</c> lists them.
/// </summary>
internal static class ErrorReasons
{
    public const string Header = "X-Error-Reason";

    private static readonly int[] DecidedByPipeline =
    [
        StatusCodes.Status404NotFound,
        StatusCodes.Status405MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType,
    ];

    /// <summary>Every word, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enum.GetValues<AuthError>()
            .Select(Of)
            .Concat(DecidedByPipeline.Select(status => Malformed(status)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The word for a refusal.</summary>
    /// <param name="error">What was refused.</param>
    /// <param name="status">The HTTP status that the pipeline decided on (404, 405, 413, 415), if it did.</param>
    /// <param name="hidesAccounts">
    /// True where the body does not tell an unknown user, a missing role and a wrong password apart: the header must not either.
    /// </param>
    public static string Of(AuthError error, int? status, bool hidesAccounts) =>
        error switch
        {
            AuthError.MalformedRequest => Malformed(status),
            AuthError.UserNotFound or AuthError.NotAdmin or AuthError.WrongProof when hidesAccounts => Of(
                AuthError.WrongCredentials,
                status,
                hidesAccounts
            ),
            _ => Of(error),
        };

    /// <summary>The word for a refusal, where nothing is to be hidden.</summary>
    public static string Of(AuthError error) =>
        error switch
        {
            AuthError.MalformedRequest => "malformed-request",
            AuthError.EndpointClosed => "endpoint-closed",
            AuthError.Unexpected => "server-error",
            AuthError.Busy => "busy",
            AuthError.InvalidAegisSpeedId => "invalid-aegisspeed-id",
            AuthError.InvalidPassword => "invalid-password",
            AuthError.UserNotFound => "user-not-found",
            AuthError.WrongCredentials => "wrong-credentials",
            AuthError.NotAdmin => "not-admin",
            AuthError.TooManyAttempts => "paused",
            AuthError.TokenInvalid => "not-logged-in",
            AuthError.SecretInvalid => "secret-required",
            AuthError.WrongProof => "wrong-proof",
            AuthError.InvalidParameter => "invalid-parameter",
            AuthError.Forbidden => "forbidden",
            AuthError.Conflict => "conflict",
            AuthError.AccountMissing => "account-missing",
            AuthError.PasswordMissing => "password-missing",
            AuthError.CaptchaWrong => "captcha-required",
            AuthError.UnknownPlatform => "unknown-platform",
            AuthError.PlatformNotEnabled => "platform-not-enabled",
            AuthError.CodeRefused => "code-refused",
            AuthError.StateInvalid => "state-invalid",
            AuthError.ProviderUnavailable => "provider-unavailable",
            AuthError.PasswordTooShort => "password-too-short",
            AuthError.PasswordTooLong => "password-too-long",
            AuthError.PasswordTooSimple => "password-too-simple",
            AuthError.PasswordCommon => "password-common",
            AuthError.PasswordNamesAccount => "password-names-account",
            AuthError.PasswordUnchanged => "password-unchanged",
            AuthError.UserNameInvalid => "user-name-invalid",
            AuthError.UserNameTaken => "user-name-taken",
            AuthError.EmailInvalid => "email-invalid",
            AuthError.PhoneInvalid => "phone-invalid",
            AuthError.InviteCodeUnknown => "invite-code-unknown",
            AuthError.OneTimeCodeInvalid => "one-time-code-invalid",
            AuthError.ContactOutOfReach => "contact-out-of-reach",
            AuthError.ContactTaken => "contact-taken",
            AuthError.IdentityTaken => "identity-taken",
            AuthError.LastWayIn => "last-way-in",
            AuthError.RecentAuthenticationRequired => "recent-login-required",
            AuthError.ClientInvalid => "invalid-client",
            AuthError.PhoneCodeInvalid => "phone-code-invalid",
            AuthError.TooManyMessages => "too-many-messages",
            AuthError.OtherProofRequired => "other-proof-required",
            AuthError.PasskeyInvalid => "passkey-invalid",
            AuthError.PasskeyLimit => "passkey-limit",
            AuthError.AccountClosing => "account-closing",
            AuthError.CopyTooSoon => "copy-too-soon",
            AuthError.IdentityMissing => "identity-missing",
            AuthError.AuthenticatorRequired => "authenticator-required",
            AuthError.OrganisationNotFound => "organisation-not-found",
            AuthError.UserNameFixed => "user-name-fixed",
            AuthError.NothingToChange => "nothing-to-change",
            AuthError.Unavailable => "unavailable",
            AuthError.IdempotencyKeyReused => "idempotency-key-reused",
        };

    private static string Malformed(int? status) =>
        status switch
        {
            StatusCodes.Status404NotFound => "not-found",
            StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
            StatusCodes.Status413PayloadTooLarge => "too-large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
            _ => Of(AuthError.MalformedRequest),
        };
}
