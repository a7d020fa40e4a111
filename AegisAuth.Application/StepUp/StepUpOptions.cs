using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>Section <c>StepUp</c>.</summary>
public sealed class StepUpOptions
{
    internal const string UnknownRole = "StepUp:RequireAuthenticator must list admin roles: 超级管理员, 管理员, 组织管理员.";

    /// <summary>Roles whose accounts must have an authenticator app, by their names; until then a session may enrol one and nothing else.</summary>
    public IList<string> RequireAuthenticator { get; } = [];

    internal bool NamesRoles() =>
        RequireAuthenticator.All(name => RoleNames.TryParse(name, out var role) && RoleRules.MayUseAdminLogin(role));
}

/// <summary>Decides whether an account must enrol an authenticator app before anything else.</summary>
public sealed class AuthenticatorDemand(Microsoft.Extensions.Options.IOptions<StepUpOptions> options) : ISessionDemand
{
    private readonly HashSet<AdminRole> _roles = [.. options.Value.RequireAuthenticator.Select(RoleNames.Parse)];

    /// <inheritdoc/>
    public bool Concerns(Common.AuthenticatedSession authenticated) =>
        authenticated.Surface == Surface.Admin && !authenticated.HasAuthenticator && _roles.Contains(authenticated.Role);
}
