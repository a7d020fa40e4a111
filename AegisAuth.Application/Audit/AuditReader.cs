using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Audit;

/// <summary>
/// Shows administrators the audit log, and writes down that it did. A 组织管理员 sees the lines of its own
/// organisation, and nothing that would tell how many others there are.
/// </summary>
public sealed class AuditReader(IAuditLogReader trail, AuditLog audit, Cursors cursors, IMapper mapper)
{
    private const string List = "audit";

    /// <summary>One page, the newest line first. Refuses with <c>InvalidParameter</c> for a cursor of another list.</summary>
    public async Task<Result<Page<AuditLine>>> ListAsync(
        ListAuditRequest request,
        AuthenticatedSession actor,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!cursors.TryRead(List, request.After, out var after))
        {
            return AuthError.InvalidParameter;
        }

        var sight = OrganisationScope.Of(actor.AsPrincipal());
        var limit = request.Limit ?? ListAuditRequest.DefaultLimit;
        IReadOnlyList<AuditEntry> found = sight.Covers(request.OrganisationId)
            ? await trail.ListAsync(FilterOf(request, sight), after?.Id ?? long.MaxValue, limit + 1, cancellationToken)
            : [];

        await audit.WriteAsync(
            new AuditEvent(AuditActions.AuditRead) { Actor = actor.AegisSpeedId.ToString(), OrganisationId = actor.OrganisationId },
            caller
        );
        var lines = found.Take(limit).Select(mapper.Map<AuditLine>);
        return new Page<AuditLine>
        {
            Items = [.. sight.Everyone ? lines : lines.Select(line => line.WithoutSequence())],
            Next = found.Count > limit ? cursors.Create(List, new CursorKey("", 0, found[limit - 1].Sequence)) : null,
        };
    }

    private static AuditFilter FilterOf(ListAuditRequest request, OrganisationScope sight) =>
        new(
            sight.Everyone ? request.OrganisationId : sight.OrganisationId,
            Id(request.Target),
            Id(request.Actor),
            Word(request.Action),
            Word(request.Outcome)
        );

    private static string? Id(string? text) => AegisSpeedId.TryParse(text, out var id) ? id.ToString() : null;

    private static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
