using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Passwords;

/// <summary>The body of a password change.</summary>
public sealed class OwnPasswordRequest
{
    /// <summary>The password as it is now.</summary>
    /// <example>AegisSpeed-2026</example>
    [JsonPropertyName("user_password")]
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>The new one, taken as it is: 15 to 128 characters for an administrator, any of them, and not a common one.</summary>
    /// <example>three blue kettles sing</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? NewPassword { get; init; }

    /// <summary>Keeps the passwords out of logs.</summary>
    public override string ToString() => nameof(OwnPasswordRequest);
}

/// <summary>The form of a password change. What a new password must be beyond that, the policy says.</summary>
public sealed class OwnPasswordRequestValidator : AbstractValidator<OwnPasswordRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public OwnPasswordRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Password).Must(PasswordForm.IsPassword).Refuse(AuthError.InvalidPassword);
        RuleFor(r => r.NewPassword).NotEmpty().Refuse(AuthError.InvalidPassword);
    }
}
