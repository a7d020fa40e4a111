using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.AdminLogin;

/// <summary>The body of the admin login.</summary>
public sealed class AdminLoginRequest
{
    /// <summary>The nine letters or digits of the account, in any case.</summary>
    /// <example>ASD000001</example>
    [JsonPropertyName("user_AegisSpeed_id")]
    [JsonConverter(typeof(StringOrNull))]
    public string? AegisSpeedId { get; init; }

    /// <summary>The password, 1 to 128 characters, taken as it is.</summary>
    /// <example>AegisSpeed-2026</example>
    [JsonPropertyName("user_password")]
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(AdminLoginRequest);
}

/// <summary>The form of an admin login: the id first, then the password.</summary>
public sealed class AdminLoginRequestValidator : AbstractValidator<AdminLoginRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public AdminLoginRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.AegisSpeedId).Must(id => AegisSpeedId.TryParse(id, out _)).Refuse(AuthError.InvalidAegisSpeedId);
        RuleFor(r => r.Password).Must(PasswordForm.IsPassword).Refuse(AuthError.InvalidPassword);
    }
}
