using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Account;

/// <summary>
/// What a user changes about the own account. What is absent or null stays; an empty text clears. There are no other
/// members: balance, group, status, role and the like cannot be reached from here.
/// </summary>
public sealed class DetailRequest
{
    /// <summary>The real name: at most 64 characters, none of them invisible or turning the direction.</summary>
    /// <example>张伟</example>
    public string? RealName { get; init; }

    /// <summary>The https address of a picture, at most 512 characters.</summary>
    /// <example>https://example.com/me.png</example>
    public string? AvatarUrl { get; init; }

    /// <summary>A new e-mail address. The proven one logs in until the new one is proven.</summary>
    /// <example>zhang.wei@example.com</example>
    public string? Email { get; init; }

    /// <summary>A new phone number. The proven one logs in until the new one is proven.</summary>
    /// <example>13800138000</example>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>The own password: needed to change e-mail address or phone number when the login is over ten minutes ago.</summary>
    /// <example>AegisSpeed-2026</example>
    public string? Password { get; init; }

    /// <summary>
    /// Members that are none of these. They are ignored, as everywhere; but where a request holds nothing else, or
    /// another user name, the answer must not be a success.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Whether the request holds members, and none that can be changed here.</summary>
    internal bool ChangesNothing => Others is { Count: > 0 } && RealName is null && AvatarUrl is null && Email is null && Phone is null;

    /// <summary>The user name that the client sends along; null without one.</summary>
    internal string? UserName =>
        Others?.GetValueOrDefault("user_name") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given
            ? given.ToString()
            : null;

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(DetailRequest);
}

/// <summary>The form of the details.</summary>
public sealed class DetailRequestValidator : AbstractValidator<DetailRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public DetailRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r).Must(r => !r.ChangesNothing || r.UserName is not null).Refuse(AuthError.NothingToChange);
        RuleFor(r => r.RealName).Must(ProfileValidation.IsRealNameOrEmpty).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.AvatarUrl).Must(ProfileValidation.IsAvatarOrEmpty).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Email).Must(ProfileValidation.IsEmailOrEmpty).Refuse(AuthError.EmailInvalid);
        RuleFor(r => r.Phone).Must(ProfileValidation.IsPhoneOrEmpty).Refuse(AuthError.PhoneInvalid);
    }
}
