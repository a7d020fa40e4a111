using AegisAuth.Application.Common;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Audit;

/// <summary>
/// Shows administrators the audit log, and writes down that it did. A 组织管理员 sees the lines of its own
/// organisation, and nothing that would tell how many others there are.
/// </summary>
public sealed class AuditReader(IAuditLogReader trail, AuditSealer sealer, AuditLog audit, Cursors cursors, IMapper mapper)
{
    private const string List = "audit";

    /// <summary>One page, the newest line first. Refuses with <c>InvalidParameter</c> for a cursor of another list.</summary>
    public async Task<Result<Page<AuditLine>>> ListAsync(
        ListAuditRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (!cursors.TryRead(List, request.After, out var after))
        {
            return AuthError.InvalidParameter;
        }

        // What was committed a moment ago is shown too, and in its place.
        await sealer.SealAsync(cancellationToken);
        var scope = OrganisationScope.Of(caller.Session.AsPrincipal());
        var limit = request.Limit ?? ListAuditRequest.DefaultLimit;
        IReadOnlyList<AuditEntry> found = scope.Covers(request.OrganisationId)
            ? await trail.ListAsync(FilterOf(request, scope), after?.Id ?? long.MaxValue, limit + 1, cancellationToken)
            : [];

        await audit.WriteAsync(
            new AuditEvent(AuditActions.AuditRead)
            {
                Actor = caller.Session.AegisSpeedId.ToString(),
                OrganisationId = caller.Session.OrganisationId,
            },
            caller
        );
        var lines = found.Take(limit).Select(mapper.Map<AuditLine>);
        return new Page<AuditLine>
        {
            Items = [.. scope.Everyone ? lines : lines.Select(line => line.WithoutSequence())],
            Next = found.Count > limit ? cursors.Create(List, new CursorKey("", 0, found[limit - 1].Sequence)) : null,
        };
    }

    private static AuditFilter FilterOf(ListAuditRequest request, OrganisationScope scope) =>
        new(
            scope.Everyone ? request.OrganisationId : scope.OrganisationId,
            Id(request.Target),
            Id(request.Actor),
            Word(request.Action),
            Word(request.Outcome),
            request.From is { } from ? DateTimeOffset.FromUnixTimeSeconds(from) : null,
            // The whole of the last second.
            request.To
                is { } to
                ? DateTimeOffset.FromUnixTimeMilliseconds((to * 1000) + 999)
                : null
        );

    private static string? Id(string? text) => AegisSpeedId.TryParse(text, out var id) ? id.ToString() : null;

    private static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
