using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Passwords;

/// <summary>A forgotten password: with <c>email</c> a link is sent, with <c>token</c> and <c>password</c> it is used.</summary>
public sealed class ResetRequest
{
    /// <summary>The proven e-mail address of the account.</summary>
    /// <example>zhang.wei@example.com</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? Email { get; init; }

    /// <summary>The code that was sent; with it, <c>email</c> does not count.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Token { get; init; }

    /// <summary>The new password: 8 to 128 characters, taken as they are.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>The id that <c>/api/captcha?purpose=reset</c> gave out; not needed.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? CaptchaId { get; init; }

    /// <summary>What the picture shows, in any letter case.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Captcha { get; init; }

    /// <summary>Keeps code and password out of logs.</summary>
    public override string ToString() => nameof(ResetRequest);
}

/// <summary>The form of it.</summary>
public sealed class ResetRequestValidator : AbstractValidator<ResetRequest>
{
    /// <summary>The rules: a code wants a password, no code wants an e-mail address.</summary>
    public ResetRequestValidator()
    {
        RuleFor(r => r.Password).NotEmpty().Refuse(AuthError.PasswordMissing).When(r => !string.IsNullOrEmpty(r.Token));
        RuleFor(r => r.Email)
            .Must(email => !string.IsNullOrEmpty(email) && ProfileValidation.IsEmailOrEmpty(email))
            .Refuse(AuthError.EmailInvalid)
            .When(r => string.IsNullOrEmpty(r.Token));
    }
}
