using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Passwords;

/// <summary>The body of a password reset.</summary>
public sealed class PasswordResetRequest
{
    // Longer than any code that was ever handed out: whatever is longer is not worth a look.
    internal const int MaxCode = 128;

    /// <summary>The code that the administrator handed out.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Code { get; init; }

    /// <summary>The new password, taken as it is: 8 to 128 characters, 15 for an account with an admin role, and not a common one.</summary>
    /// <example>three blue kettles sing</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? NewPassword { get; init; }

    /// <summary>Keeps code and password out of logs.</summary>
    public override string ToString() => nameof(PasswordResetRequest);
}

/// <summary>The form of a password reset. What a new password must be beyond that, the policy says.</summary>
public sealed class PasswordResetRequestValidator : AbstractValidator<PasswordResetRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public PasswordResetRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Code).Must(code => code is { Length: > 0 and <= PasswordResetRequest.MaxCode }).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.NewPassword).NotEmpty().Refuse(AuthError.InvalidPassword);
    }
}
