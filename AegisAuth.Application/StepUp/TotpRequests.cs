using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.StepUp;

/// <summary>The body that confirms an authenticator app.</summary>
public sealed class TotpConfirmRequest
{
    /// <summary>The six digits that the app shows.</summary>
    [JsonConverter(typeof(TypedCode))]
    public string? TotpCode { get; init; }

    /// <summary>Keeps the code out of logs.</summary>
    public override string ToString() => nameof(TotpConfirmRequest);
}

/// <summary>The form of a confirmation.</summary>
public sealed class TotpConfirmRequestValidator : AbstractValidator<TotpConfirmRequest>
{
    /// <summary>The rule.</summary>
    public TotpConfirmRequestValidator() => RuleFor(r => r.TotpCode).Must(Totp.HasForm).Refuse(AuthError.InvalidParameter);
}

/// <summary>The body that removes an authenticator app: one of the two is given.</summary>
public sealed class TotpRemoveRequest
{
    /// <summary>The six digits that the app shows.</summary>
    [JsonConverter(typeof(TypedCode))]
    public string? TotpCode { get; init; }

    /// <summary>One of the ten recovery codes, for those who have lost the app.</summary>
    [JsonConverter(typeof(TypedCode))]
    public string? RecoveryCode { get; init; }

    /// <summary>Keeps the codes out of logs.</summary>
    public override string ToString() => nameof(TotpRemoveRequest);
}

/// <summary>The form of a removal.</summary>
public sealed class TotpRemoveRequestValidator : AbstractValidator<TotpRemoveRequest>
{
    /// <summary>The rule: one of the two, in its form.</summary>
    public TotpRemoveRequestValidator() =>
        RuleFor(r => r)
            .Must(r =>
                r.RecoveryCode is null ? Totp.HasForm(r.TotpCode) : r.TotpCode is null && RecoveryCodes.Hash(r.RecoveryCode) is not null
            )
            .Refuse(AuthError.InvalidParameter);
}
