using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Sessions;

/// <summary>Which of the own sessions to end: one of the two is given.</summary>
public sealed class RevokeRequest
{
    /// <summary>The <c>id</c> of one session in the list.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? SessionId { get; init; }

    /// <summary>True: all but the one that asks.</summary>
    /// <example>true</example>
    public bool? Others { get; init; }
}

/// <summary>The form of a revocation.</summary>
public sealed class RevokeRequestValidator : AbstractValidator<RevokeRequest>
{
    /// <summary>The rule: one session by its name, or the others, not both and not neither.</summary>
    public RevokeRequestValidator() =>
        RuleFor(r => r).Must(r => !string.IsNullOrEmpty(r.SessionId) != (r.Others == true)).Refuse(AuthError.InvalidParameter);
}
