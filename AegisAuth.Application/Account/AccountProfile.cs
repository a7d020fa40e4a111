using System.Text.Json.Serialization;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Account;

/// <summary>A user as the account page shows the account to its owner: what the login tells, and what is proven.</summary>
public sealed record AccountProfile : SiteUser
{
    /// <summary>Whether the e-mail address shown is proven, and logs in.</summary>
    /// <example>false</example>
    [JsonPropertyOrder(1)]
    public bool EmailVerified { get; init; }

    /// <summary>Whether the phone number shown is proven, and logs in.</summary>
    /// <example>false</example>
    [JsonPropertyOrder(1)]
    public bool PhoneVerified { get; init; }

    /// <summary>Whether there is a password; a change asks for it then.</summary>
    /// <example>true</example>
    [JsonPropertyOrder(1)]
    public bool HasPassword { get; init; }

    private sealed class Map : Profile
    {
        public Map() =>
            CreateMap<User, AccountProfile>()
                .IncludeBase<User, SiteUser>()
                .ForMember(to => to.HasPassword, from => from.MapFrom(user => user.PasswordHash != null))
                .ForMember(to => to.EmailVerified, from => from.Ignore())
                .ForMember(to => to.PhoneVerified, from => from.Ignore());
    }
}
