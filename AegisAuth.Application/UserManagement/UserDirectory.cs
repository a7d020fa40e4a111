using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.UserManagement;

/// <summary>
/// What administrators see of accounts. Each look is audited; whatever lies outside of the caller's
/// <see cref="OrganisationScope"/> does not exist here.
/// </summary>
public sealed class UserDirectory(
    IUserRepository users,
    IManagedUserRepository managed,
    Cursors cursors,
    PasswordDemand passwords,
    AuditLog audit,
    IMapper mapper
)
{
    /// <summary>One page of accounts. Refuses with <c>InvalidParameter</c> for a cursor of another list.</summary>
    public async Task<Result<Page<ManagedUser>>> ListAsync(
        ListUsersRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        var sort = SortOf(request.Sort);
        var list = $"users:{sort}";
        if (!cursors.TryRead(list, request.After, out var after))
        {
            return AuthError.InvalidParameter;
        }

        var limit = request.Limit ?? ListUsersRequest.DefaultLimit;
        IReadOnlyList<User> found = [];
        long total = 0;
        if (FilterOf(request, OrganisationScope.Of(caller.Session.AsPrincipal())) is { } filter)
        {
            // One more than asked for tells whether there is a next page.
            found = await managed.ListAsync(filter, sort, after, limit + 1, cancellationToken);
            total = request.Count == true ? await managed.CountAsync(filter, cancellationToken) : 0;
        }

        await audit.WriteAsync(Look(AuditActions.UserList, caller.Session), caller);
        return new Page<ManagedUser>
        {
            Items = [.. found.Take(limit).Select(View)],
            Next = found.Count > limit ? cursors.Create(list, KeyOf(found[limit - 1])) : null,
            Total = request.Count == true ? total : null,
        };
    }

    /// <summary>One account. Refuses with <c>InvalidAegisSpeedId</c>, or with <c>UserNotFound</c> also where the caller may not know of it.</summary>
    public async Task<Result<ManagedUser>> FindAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        if (!AegisSpeedId.TryParse(id, out var target))
        {
            return AuthError.InvalidAegisSpeedId;
        }

        var user = await users.FindAsync(target, cancellationToken);
        var visible = user is not null && RoleRules.MaySee(caller.Session.AsPrincipal(), user.AsPrincipal());
        await audit.WriteAsync(
            Look(AuditActions.UserRead, caller.Session) with
            {
                Target = target.ToString(),
                OrganisationId = visible ? user!.OrganisationId : caller.Session.OrganisationId,
                Refused = visible ? null : AuditReasons.UnknownUser,
            },
            caller
        );
        return visible ? View(user!) : AuthError.UserNotFound;
    }

    private ManagedUser View(User user)
    {
        var view = mapper.Map<ManagedUser>(user);
        view.MustChangePassword = passwords.Concerns(user);
        return view;
    }

    private static AuditEvent Look(string action, AuthenticatedSession actor) =>
        new(action) { Actor = actor.AegisSpeedId.ToString(), OrganisationId = actor.OrganisationId };

    // Null where nothing can pass: a filter for an organisation that the caller may not see into, or no scope at all.
    private static UserFilter? FilterOf(ListUsersRequest request, OrganisationScope scope)
    {
        if (!scope.Covers(request.OrganisationId) || !RoleNames.TryParseFilter(request.Role, out var role))
        {
            return null;
        }

        var text = string.IsNullOrEmpty(request.Text) ? null : request.Text;
        return new UserFilter(scope.Everyone ? request.OrganisationId : scope.OrganisationId, role, request.Enabled, text);
    }

    private static UserSort SortOf(string? sort) =>
        sort switch
        {
            "-id" => UserSort.IdDescending,
            "user_name" => UserSort.UserName,
            "-user_name" => UserSort.UserNameDescending,
            "last_login" => UserSort.LastLogin,
            "-last_login" => UserSort.LastLoginDescending,
            _ => UserSort.Id,
        };

    private static CursorKey KeyOf(User user) =>
        new(UserNames.KeyOf(user.UserName), user.LastLoginAt?.ToUnixTimeMilliseconds() ?? 0, user.Id);
}
