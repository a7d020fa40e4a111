using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Organisations;

/// <summary>
/// Shows and names organisations: 超级管理员 and 管理员 see all of them, 组织管理员 its own; only 超级管理员 makes and
/// renames them.
/// </summary>
public sealed class OrganisationService(
    IOrganisations organisations,
    ManagementGate gate,
    Cursors cursors,
    AuditLog audit,
    TimeProvider time
)
{
    private const string List = "organisations";

    /// <summary>One page, in the order of the numbers. Refuses with <c>InvalidParameter</c> for a cursor of another list.</summary>
    public async Task<Result<Page<Organisation>>> ListAsync(
        ListOrganisationsRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (!cursors.TryRead(List, request.After, out var after))
        {
            return AuthError.InvalidParameter;
        }

        var scope = OrganisationScope.Of(caller.Session.AsPrincipal());
        var limit = request.Limit ?? ListOrganisationsRequest.DefaultLimit;
        // One more than asked for tells whether there is a next page.
        IReadOnlyList<Organisation> found = scope is { Everyone: false, OrganisationId: null }
            ? []
            : await organisations.ListAsync(scope.Everyone ? null : scope.OrganisationId, after?.Id ?? 0, limit + 1, cancellationToken);

        await audit.WriteAsync(
            new AuditEvent(AuditActions.OrganisationList)
            {
                Actor = caller.Session.AegisSpeedId.ToString(),
                OrganisationId = caller.Session.OrganisationId,
            },
            caller
        );
        return new Page<Organisation>
        {
            Items = [.. found.Take(limit)],
            Next = found.Count > limit ? cursors.Create(List, new CursorKey("", 0, found[limit - 1].Id)) : null,
        };
    }

    /// <summary>Makes an organisation. Refuses with <c>TokenInvalid</c>, <c>Forbidden</c>, or <c>Conflict</c> for a name that is taken.</summary>
    public Task<Result<Organisation>> CreateAsync(
        OrganisationRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    ) => ChangeAsync(AuditActions.OrganisationCreate, id: null, request, caller, cancellationToken);

    /// <summary>
    /// Gives an organisation another name, or its first. Refuses as <see cref="CreateAsync"/> does, and with
    /// <c>OrganisationNotFound</c> for a number that is not in use.
    /// </summary>
    public Task<Result<Organisation>> RenameAsync(
        long id,
        OrganisationRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    ) => ChangeAsync(AuditActions.OrganisationRename, id, request, caller, cancellationToken);

    private Task<Result<Organisation>> ChangeAsync(
        string action,
        long? id,
        OrganisationRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    ) =>
        gate.RunAsync<Organisation>(
            caller.Session,
            async admin =>
            {
                var name = UserNames.Clean(request.Name!).Trim();
                var key = UserNames.KeyOf(request.Name!).Trim();
                var what = new AuditEvent(action) { Actor = admin.AegisSpeedId.ToString(), OrganisationId = id };
                if (await WhyNotAsync(admin, id, key, cancellationToken) is { } refused)
                {
                    // What a 组织管理员 asked about others must not show in the log of the others.
                    await audit.WriteAsync(what with { OrganisationId = admin.OrganisationId, Refused = refused }, caller);
                    return ErrorOf(refused);
                }

                var named = new Organisation { Id = id ?? await organisations.NextNumberAsync(cancellationToken), Name = name };
                await organisations.SetNameAsync(named, key, time.GetUtcNow(), cancellationToken);
                await audit.WriteAsync(what with { OrganisationId = named.Id }, caller);
                return named;
            },
            cancellationToken
        );

    private async Task<string?> WhyNotAsync(User admin, long? id, string key, CancellationToken cancellationToken)
    {
        if (admin.Role != AdminRole.SuperAdmin)
        {
            return AuditReasons.Forbidden;
        }

        if (id is { } known && (await organisations.ListAsync(known, 0, 1, cancellationToken)).Count == 0)
        {
            return AuditReasons.UnknownOrganisation;
        }

        return await organisations.FindByNameAsync(key, cancellationToken) is { } holder && holder != id ? AuditReasons.NameTaken : null;
    }

    private static AuthError ErrorOf(string refused) =>
        refused switch
        {
            AuditReasons.UnknownOrganisation => AuthError.OrganisationNotFound,
            AuditReasons.NameTaken => AuthError.Conflict,
            _ => AuthError.Forbidden,
        };
}
