using AegisAuth.Domain;

namespace AegisAuth.Api.Documentation;

/// <summary>What an endpoint may refuse with, beside what follows from its session, its body and its path.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal class RefusesAttribute(params AuthError[] errors) : Attribute
{
    public IReadOnlyList<AuthError> Errors { get; } = errors;
}

/// <summary>The endpoint checks a password or a code under the throttle.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesWrongProofAttribute() : RefusesAttribute(AuthError.WrongProof, AuthError.TooManyAttempts, AuthError.Busy);

/// <summary>The endpoint sets a password, which the policy judges.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesWeakPasswordAttribute()
    : RefusesAttribute(
        AuthError.InvalidPassword,
        AuthError.PasswordTooShort,
        AuthError.PasswordTooLong,
        AuthError.PasswordTooSimple,
        AuthError.PasswordCommon,
        AuthError.PasswordNamesAccount
    );

/// <summary>The endpoint takes the body of a site login, by any platform.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesSiteLoginAttribute()
    : RefusesAttribute(
        AuthError.AccountMissing,
        AuthError.PasswordMissing,
        AuthError.InvalidPassword,
        AuthError.PasswordTooLong,
        AuthError.InvalidParameter,
        AuthError.WrongCredentials,
        AuthError.CaptchaWrong,
        AuthError.PhoneInvalid,
        AuthError.PhoneCodeInvalid,
        AuthError.PasskeyInvalid,
        AuthError.OtherProofRequired
    );

/// <summary>The endpoint asks a provider who stands behind a code.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesExternalLoginAttribute()
    : RefusesAttribute(
        AuthError.UnknownPlatform,
        AuthError.PlatformNotEnabled,
        AuthError.CodeRefused,
        AuthError.StateInvalid,
        AuthError.ProviderUnavailable,
        AuthError.TooManyAttempts,
        AuthError.Busy
    );
