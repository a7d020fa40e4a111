using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>What every new account begins with, however it comes about.</summary>
public static class NewUser
{
    /// <summary>The group of a new account, until the product that uses this service says otherwise.</summary>
    public const long FirstGroup = 1;

    /// <summary>An enabled user without role, password or contact.</summary>
    /// <param name="number">From <see cref="IUserRepository.NextNumberAsync"/>: the key, and what the AegisSpeed id is made from.</param>
    /// <param name="userName">The name to log in with.</param>
    /// <param name="now">The time of creation.</param>
    public static User Create(long number, string userName, DateTimeOffset now) =>
        new()
        {
            Id = number,
            AegisSpeedId = AegisSpeedId.FromNumber(number),
            Enabled = true,
            UserName = UserNames.Clean(userName),
            Nickname = userName,
            GroupId = FirstGroup,
            InviteCode = RandomSecret.CreateId(),
            CreatedAt = now,
            UpdatedAt = now,
        };
}
