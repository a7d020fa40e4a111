using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Organisations;

/// <summary>The name of an organisation, the first or another one.</summary>
public sealed class OrganisationRequest
{
    /// <summary>The longest name.</summary>
    internal const int MaxName = 64;

    /// <summary>1 to 64 characters, none of them invisible or turning the direction; unique whatever its case or Unicode form.</summary>
    /// <example>华东分公司</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? Name { get; init; }
}

/// <summary>The form of a name.</summary>
public sealed class OrganisationRequestValidator : AbstractValidator<OrganisationRequest>
{
    /// <summary>The rule.</summary>
    public OrganisationRequestValidator() => RuleFor(r => r.Name).Must(IsName).Refuse(AuthError.InvalidParameter);

    // Unbounded or broken text is not normalised. What a column holds is counted in UTF-16 units.
    private static bool IsName(string? name) =>
        name is { Length: <= OrganisationRequest.MaxName }
        && VisibleText.IsVisible(name)
        && UserNames.Clean(name).Trim().Length is >= 1 and <= OrganisationRequest.MaxName
        && UserNames.KeyOf(name).Trim().Length <= OrganisationRequest.MaxName;
}

/// <summary>Which page of the organisations.</summary>
public sealed class ListOrganisationsRequest
{
    /// <summary>The rows of a page when the request does not say.</summary>
    public const int DefaultLimit = 200;

    /// <summary>The <c>next</c> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Rows of a page, 1 to 200; 200.</summary>
    /// <example>200</example>
    public int? Limit { get; init; }
}

/// <summary>The form of a question for the organisations.</summary>
public sealed class ListOrganisationsRequestValidator : AbstractValidator<ListOrganisationsRequest>
{
    /// <summary>The rule.</summary>
    public ListOrganisationsRequestValidator() =>
        RuleFor(r => r.Limit)
            .Must(limit => limit is null or (>= 1 and <= ListOrganisationsRequest.DefaultLimit))
            .Refuse(AuthError.InvalidParameter);
}
