using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.UserManagement;

/// <summary>The role and the organisation that an account shall have from now on: both are set.</summary>
public sealed class SetRoleRequest
{
    /// <summary><c>超级管理员</c>, <c>管理员</c>, <c>组织管理员</c>, or empty for an ordinary user. Required.</summary>
    /// <example>管理员</example>
    public string? Role { get; init; }

    /// <summary>The organisation, from 1; absent for none.</summary>
    /// <example>1</example>
    public long? OrganisationId { get; init; }
}

/// <summary>The form of a change of role.</summary>
public sealed class SetRoleRequestValidator : AbstractValidator<SetRoleRequest>
{
    /// <summary>The rules.</summary>
    public SetRoleRequestValidator()
    {
        RuleFor(r => r.Role).Must(role => RoleNames.TryParse(role, out _)).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.OrganisationId).Must(id => id is null or > 0).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r).Must(r => RoleNames.HasItsOrganisation(r.Role, r.OrganisationId)).Refuse(AuthError.InvalidParameter);
    }
}
