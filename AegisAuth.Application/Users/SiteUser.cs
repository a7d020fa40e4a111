using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Users;

/// <summary>
/// A user as <c>/api</c> shows the account to its owner: the 22 members of the login document, in its order and with its types.
/// Times are unix seconds, 0 where there is none.
/// </summary>
public record SiteUser
{
    /// <summary>The user's number.</summary>
    /// <example>4</example>
    public long Id { get; init; }

    /// <summary>When the account was made.</summary>
    /// <example>1669012062</example>
    public long CreatedTime { get; init; }

    /// <summary>When the account was last changed.</summary>
    /// <example>1679536756</example>
    public long UpdatedTime { get; init; }

    /// <summary>The user who invited this one, or 0.</summary>
    /// <example>0</example>
    public long ParentId { get; init; }

    /// <summary>The name to log in with.</summary>
    /// <example>user</example>
    public string UserName { get; init; } = "";

    /// <summary>The real name the user gave.</summary>
    public string RealName { get; init; } = "";

    /// <summary>The https address of a picture, or empty.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>The e-mail address the user gave.</summary>
    public string Email { get; init; } = "";

    /// <summary>The phone number the user gave.</summary>
    public string Phone { get; init; } = "";

    /// <summary>The group.</summary>
    /// <example>1</example>
    public long GroupId { get; init; }

    /// <summary>1 enabled, 0 disabled.</summary>
    /// <example>1</example>
    public int Status { get; init; }

    /// <summary>1 for a retailer, else 0.</summary>
    /// <example>0</example>
    public int IsRetailer { get; init; }

    /// <summary>The balance, in the smallest unit of the currency.</summary>
    /// <example>0</example>
    public long Balance { get; init; }

    /// <summary>What the user has earned by inviting, in the smallest unit of the currency.</summary>
    /// <example>0</example>
    public long TotalReward { get; init; }

    /// <summary>What others give at registration to name this user as the one who invited them.</summary>
    /// <example>3f1c9a5be07d42d8a6c1e5f09b7a2d34</example>
    public string InviteCode { get; init; } = "";

    /// <summary>The last completed login; after a login, this one.</summary>
    /// <example>1702912236</example>
    public long LastLogin { get; init; }

    /// <summary>When the membership ends.</summary>
    /// <example>0</example>
    public long ExpireTime { get; init; }

    /// <summary>Kept for front ends that look for it; always null.</summary>
    public object? Extra { get; init; }

    /// <summary>The only copy of the token after a login; empty elsewhere.</summary>
    public string Token { get; init; } = "";

    /// <summary>Kept for front ends that look for it; always null.</summary>
    public object? Group { get; init; }

    /// <summary>The whole address of the picture, or empty.</summary>
    public string FullAvatarUrl { get; init; } = "";

    /// <summary>The address of the user's own page, of which this service has none; always empty.</summary>
    public string Link { get; init; } = "";

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{nameof(SiteUser)} {Id}";

    // From the entity to the answer and never back: what a client sends is never mapped onto a user.
    private sealed class Map : Profile
    {
        public Map() =>
            CreateMap<User, SiteUser>()
                .ForMember(to => to.CreatedTime, from => from.MapFrom(user => user.CreatedAt.ToUnixTimeSeconds()))
                .ForMember(to => to.UpdatedTime, from => from.MapFrom(user => user.UpdatedAt.ToUnixTimeSeconds()))
                .ForMember(to => to.Status, from => from.MapFrom(user => user.Enabled ? 1 : 0))
                .ForMember(to => to.LastLogin, from => from.MapFrom(user => UnixSeconds(user.LastLoginAt)))
                .ForMember(to => to.ExpireTime, from => from.MapFrom(user => UnixSeconds(user.ExpiresAt)))
                .ForMember(to => to.FullAvatarUrl, from => from.MapFrom(user => user.AvatarUrl))
                .ForMember(to => to.Token, from => from.Ignore())
                .ForMember(to => to.Extra, from => from.Ignore())
                .ForMember(to => to.Group, from => from.Ignore())
                .ForMember(to => to.Link, from => from.Ignore());

        private static long UnixSeconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds() ?? 0;
    }
}
