using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>A phone number that a provider vouches for.</summary>
public sealed class ProviderPhoneRequest
{
    /// <summary>The platform: <c>weapp</c>.</summary>
    /// <example>weapp</example>
    public string? Platform { get; init; }

    /// <summary>The code of the button <c>getPhoneNumber</c>; not the one of <c>wx.login</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The password; not needed within ten minutes of a login.</summary>
    public string? Password { get; init; }

    /// <summary>Keeps code and password out of logs.</summary>
    public override string ToString() => nameof(ProviderPhoneRequest);
}

/// <summary>The form of it.</summary>
public sealed class ProviderPhoneRequestValidator : AbstractValidator<ProviderPhoneRequest>
{
    /// <summary>The one rule: a code.</summary>
    public ProviderPhoneRequestValidator() =>
        RuleFor(r => r.Code).Must(code => code is { Length: > 0 and <= ExternalLogin.MaxCode }).Refuse(AuthError.CodeRefused);
}
