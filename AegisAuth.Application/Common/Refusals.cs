using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Common;

/// <summary>How a validator names its refusal.</summary>
public static class Refusals
{
    /// <summary>A request that breaks this rule is refused with this error.</summary>
    public static IRuleBuilderOptions<T, TProperty> Refuse<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, AuthError error) =>
        rule.WithMessage(error.ToString());
}
