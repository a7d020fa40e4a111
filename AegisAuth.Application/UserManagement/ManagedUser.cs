using System.Text.Json.Serialization;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.UserManagement;

/// <summary>An account as an administrator sees it. Times are unix seconds.</summary>
public sealed class ManagedUser
{
    /// <summary>The nine-character id.</summary>
    /// <example>ASD000004</example>
    [JsonPropertyName("user_AegisSpeed_id")]
    public string AegisSpeedId { get; init; } = "";

    /// <summary>The name to log in with.</summary>
    /// <example>user</example>
    public string UserName { get; init; } = "";

    /// <summary>The name to show.</summary>
    /// <example>User</example>
    public string Nickname { get; init; } = "";

    /// <summary><c>超级管理员</c>, <c>管理员</c>, <c>组织管理员</c>, or empty for an ordinary user.</summary>
    /// <example></example>
    public string Role { get; init; } = "";

    /// <summary>The organisation; null for none.</summary>
    /// <example>1</example>
    public long? OrganisationId { get; init; }

    /// <summary>False: it cannot log in.</summary>
    public bool Enabled { get; init; }

    /// <summary>False: the account has never had a password; a reset gives its owner a code to set one.</summary>
    public bool HasPassword { get; init; }

    /// <summary>
    /// True: a session by password may change the password and nothing else. So it is also with a password that is older than
    /// Password:MaxAge.
    /// </summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Whether a resident number is stored; the number itself is never shown here.</summary>
    public bool HasResidentId { get; init; }

    /// <summary>When the account was made.</summary>
    /// <example>1795426620</example>
    public long CreatedTime { get; init; }

    /// <summary>When the account was last changed.</summary>
    /// <example>1795426620</example>
    public long UpdatedTime { get; init; }

    /// <summary>The last completed login; null where there was none.</summary>
    /// <example>1795426620</example>
    public long? LastLogin { get; init; }

    /// <summary>When the account is erased, where its owner is closing it; absent where that is not so.</summary>
    /// <example>1796031420</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ClosesTime { get; init; }

    private sealed class Map : Profile
    {
        public Map() =>
            CreateMap<User, ManagedUser>()
                .ForMember(view => view.AegisSpeedId, to => to.MapFrom(user => user.AegisSpeedId.ToString()))
                .ForMember(view => view.Role, to => to.MapFrom(user => RoleNames.Of(user.Role)))
                .ForMember(view => view.HasPassword, to => to.MapFrom(user => user.PasswordHash != null))
                .ForMember(view => view.HasResidentId, to => to.MapFrom(user => user.ProtectedResidentId != null))
                .ForMember(view => view.CreatedTime, to => to.MapFrom(user => user.CreatedAt.ToUnixTimeSeconds()))
                .ForMember(view => view.UpdatedTime, to => to.MapFrom(user => user.UpdatedAt.ToUnixTimeSeconds()))
                .ForMember(view => view.ClosesTime, to => to.MapFrom(user => Seconds(user.ClosesAt)))
                .ForMember(view => view.LastLogin, to => to.MapFrom(user => Seconds(user.LastLoginAt)));

        private static long? Seconds(DateTimeOffset? at) => at?.ToUnixTimeSeconds();
    }
}
