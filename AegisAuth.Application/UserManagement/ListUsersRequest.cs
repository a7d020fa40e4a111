using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.UserManagement;

/// <summary>What a list of accounts may be cut and ordered by. Filters that are absent or empty let everything through.</summary>
public sealed class ListUsersRequest
{
    /// <summary>The rows of a page when the request does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most rows of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>The orders that a list can have; a minus turns one round.</summary>
    public static readonly IReadOnlyList<string> Sorts = ["id", "-id", "user_name", "-user_name", "last_login", "-last_login"];

    internal const int MaxText = 64;

    /// <summary><c>超级管理员</c>, <c>管理员</c>, <c>组织管理员</c>, or <c>none</c> for ordinary users.</summary>
    public string? Role { get; init; }

    /// <summary>The organisation.</summary>
    /// <example>1</example>
    public long? OrganisationId { get; init; }

    /// <summary>True: only accounts that can log in; false: only disabled ones.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Part of the user name or of the nickname, or the beginning of the AegisSpeed id. At most 64 characters.</summary>
    public string? Text { get; init; }

    /// <summary>One of <see cref="Sorts"/>; <c>id</c>, which is the order of creation.</summary>
    /// <example>id</example>
    public string? Sort { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Rows of a page, 1 to 200; 50.</summary>
    /// <example>50</example>
    public int? Limit { get; init; }

    /// <summary>True: count the rows of all pages too.</summary>
    public bool? Count { get; init; }
}

/// <summary>The form of a question for a list of accounts.</summary>
public sealed class ListUsersRequestValidator : AbstractValidator<ListUsersRequest>
{
    /// <summary>The rules.</summary>
    public ListUsersRequestValidator()
    {
        RuleFor(r => r.Role).Must(role => RoleNames.TryParseFilter(role, out _)).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.OrganisationId).Must(id => id is null or > 0).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Text).Must(IsSearchText).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Sort)
            .Must(sort => string.IsNullOrEmpty(sort) || ListUsersRequest.Sorts.Contains(sort))
            .Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Limit).Must(limit => limit is null or (>= 1 and <= ListUsersRequest.MaxLimit)).Refuse(AuthError.InvalidParameter);
    }

    private static bool IsSearchText(string? text) =>
        string.IsNullOrEmpty(text) || (text.Length <= ListUsersRequest.MaxText && PlainText.IsText(text));
}
