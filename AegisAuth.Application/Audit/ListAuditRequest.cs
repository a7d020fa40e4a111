using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Audit;

/// <summary>What the audit log may be cut by. Filters that are absent or empty let everything through.</summary>
public sealed class ListAuditRequest
{
    /// <summary>The lines of a page when the request does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most lines of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>The outcomes of the log.</summary>
    public static readonly IReadOnlyList<string> Outcomes = ["success", "refused"];

    private const int MaxAction = 64;

    /// <summary>The AegisSpeed id that it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>The AegisSpeed id of the one who did it.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done, such as <c>user-disable</c>.</summary>
    public string? Action { get; init; }

    /// <summary><c>success</c> or <c>refused</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The organisation.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>Only what happened in this second or later, unix seconds.</summary>
    public long? From { get; init; }

    /// <summary>Only what happened in this second or before, unix seconds.</summary>
    public long? To { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Lines of a page, 1 to 200; 50.</summary>
    /// <example>50</example>
    public int? Limit { get; init; }

    internal static bool IsAction(string? action) =>
        string.IsNullOrEmpty(action) || (action.Length <= MaxAction && action.All(c => char.IsAsciiLetterLower(c) || c == '-'));
}

/// <summary>The form of a question for the audit log.</summary>
public sealed class ListAuditRequestValidator : AbstractValidator<ListAuditRequest>
{
    /// <summary>The rules.</summary>
    public ListAuditRequestValidator()
    {
        RuleFor(r => r.Target).Must(IsId).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Actor).Must(IsId).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Action).Must(ListAuditRequest.IsAction).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Outcome)
            .Must(outcome => string.IsNullOrEmpty(outcome) || ListAuditRequest.Outcomes.Contains(outcome))
            .Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.OrganisationId).Must(id => id is null or > 0).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.From).Must(IsTime).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.To).Must(IsTime).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Limit).Must(limit => limit is null or (>= 1 and <= ListAuditRequest.MaxLimit)).Refuse(AuthError.InvalidParameter);
    }

    // Up to the year 9999, so that milliseconds still fit.
    private static bool IsTime(long? seconds) => seconds is null or (>= 0 and <= 253_402_300_799);

    private static bool IsId(string? id) => string.IsNullOrEmpty(id) || AegisSpeedId.TryParse(id, out _);
}
