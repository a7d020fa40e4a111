using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.UserManagement;

/// <summary>A new account, made by an administrator. Its password is for its owner to choose.</summary>
public sealed class CreateUserRequest
{
    /// <summary>The longest nickname.</summary>
    internal const int MaxNickname = 64;

    /// <summary>The name to log in with. Unique whatever its case or Unicode form.</summary>
    /// <example>zhang.wei</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? UserName { get; init; }

    /// <summary>The name to show: at most 64 characters, none of them invisible or turning the direction; the user name when absent or empty.</summary>
    /// <example>张伟</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? Nickname { get; init; }

    /// <summary><c>超级管理员</c>, <c>管理员</c>, <c>组织管理员</c>; empty or absent for an ordinary user.</summary>
    /// <example></example>
    public string? Role { get; init; }

    /// <summary>The organisation, from 1; absent for none.</summary>
    /// <example>1</example>
    public long? OrganisationId { get; init; }

    /// <summary>The 18-character resident number, where it is known. Stored encrypted, shown masked.</summary>
    /// <example>110101199003074565</example>
    public string? ResidentId { get; init; }

    /// <summary>Keeps the resident number out of logs.</summary>
    public override string ToString() => nameof(CreateUserRequest);
}

/// <summary>The form of a new account.</summary>
public sealed class CreateUserRequestValidator : AbstractValidator<CreateUserRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public CreateUserRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.UserName).Must(UserNames.IsValid).Refuse(AuthError.UserNameInvalid);
        RuleFor(r => r.Nickname).Must(IsNickname).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Role).Must(role => role is null || RoleNames.TryParse(role, out _)).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.OrganisationId).Must(id => id is null or > 0).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r).Must(r => RoleNames.HasItsOrganisation(r.Role, r.OrganisationId)).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.ResidentId)
            .Must(id => string.IsNullOrEmpty(id) || ResidentId.TryParse(id, out _))
            .Refuse(AuthError.InvalidParameter);
    }

    private static bool IsNickname(string? nickname) =>
        nickname is null || (nickname.Length <= CreateUserRequest.MaxNickname && VisibleText.IsVisible(nickname));
}

/// <summary>A new account and the way for its owner to get in.</summary>
public sealed class CreatedUser
{
    /// <summary>The account.</summary>
    public required ManagedUser User { get; init; }

    /// <summary>The code with which its owner sets the first password.</summary>
    public required ResetCode SetPassword { get; init; }
}
