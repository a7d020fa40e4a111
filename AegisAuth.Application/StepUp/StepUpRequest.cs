using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.StepUp;

/// <summary>The body of the step-up: the password, or the code of the authenticator app once one is enrolled.</summary>
public sealed class StepUpRequest
{
    /// <summary>The password of the account. Not enough any more once an authenticator app is enrolled.</summary>
    /// <example>AegisSpeed-2026</example>
    [JsonPropertyName("user_password")]
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>The six digits that the authenticator app shows; each code works once.</summary>
    [JsonConverter(typeof(TypedCode))]
    public string? TotpCode { get; init; }

    /// <summary>What <c>navigator.credentials.get()</c> brought for the options of this session, as its <c>toJSON()</c> writes it.</summary>
    public JsonElement? Passkey { get; init; }

    /// <summary>Keeps password and code out of logs.</summary>
    public override string ToString() => nameof(StepUpRequest);
}

/// <summary>The form of a step-up: what is given has its form. Which of the two is needed, the service knows.</summary>
public sealed class StepUpRequestValidator : AbstractValidator<StepUpRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public StepUpRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r)
            .Must(r => r.Password is not null || r.TotpCode is not null || r.Passkey is not null)
            .Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Password).Must(PasswordForm.IsPassword).Refuse(AuthError.InvalidParameter).When(r => r.Password is not null);
        RuleFor(r => r.TotpCode).Must(Totp.HasForm).Refuse(AuthError.InvalidParameter).When(r => r.TotpCode is not null);
    }
}
