using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>Writes every user into a file of the form that an import reads.</summary>
public sealed class UserExport(IExportedUsers users, AuditLog audit)
{
    private const int PageSize = 1000;

    private readonly Caller _caller = new("local", "", $"export-{RandomSecret.CreateId()}");

    /// <summary>Writes the users in the order of their numbers, and tells after every page how many they are by then.</summary>
    public async Task<long> RunAsync(Stream output, Action<long> advanced, CancellationToken cancellationToken)
    {
        // First: hashes that leave without a trace must not be.
        await audit.WriteAsync(new AuditEvent(AuditActions.UserExport), _caller);
        var count = 0L;
        var after = 0L;
        while (await users.PageAsync(after, PageSize, cancellationToken) is { Users.Count: > 0 } page)
        {
            foreach (var user in page.Users)
            {
                UserLineJson.Write(output, LineOf(user, page.Contacts[user.Id], page.Identities[user.Id]));
            }

            count += page.Users.Count;
            after = page.Users[^1].Id;
            advanced(count);
        }

        return count;
    }

    private static UserLine LineOf(User user, IEnumerable<string> contacts, IEnumerable<ExternalIdentity> identities)
    {
        var email = Proven(contacts, ContactKeys.EmailPrefix);
        var phone = Proven(contacts, ContactKeys.PhonePrefix);
        var identityLines = identities.Select(IdentityLineOf).ToList();
        return new UserLine
        {
            Id = user.Id,
            AegisSpeedId = user.AegisSpeedId.ToString(),
            UserName = user.UserName,
            Nickname = user.Nickname,
            RealName = TextOrNull(user.RealName),
            // The proven one, where another is given and not proven yet: it is what the user logs in with.
            Email = email ?? TextOrNull(user.Email),
            EmailVerified = user.Email.Length > 0 || email is not null ? email is not null : null,
            Phone =
                phone is null ? TextOrNull(user.Phone)
                : ContactKeys.Phone(user.Phone) == ContactKeys.PhonePrefix + phone ? user.Phone
                : "+" + phone,
            PhoneVerified = user.Phone.Length > 0 || phone is not null ? phone is not null : null,
            PasswordHash = user.PasswordHash,
            Enabled = user.Enabled,
            OrganisationId = user.OrganisationId,
            GroupId = user.GroupId,
            ParentId = user.ParentId,
            InviteCode = user.InviteCode,
            IsRetailer = user.IsRetailer == 1,
            Balance = user.Balance,
            TotalReward = user.TotalReward,
            CreatedTime = user.CreatedAt.ToUnixTimeSeconds(),
            Role = TextOrNull(RoleNames.Of(user.Role)),
            Identities = identityLines.Count == 0 ? null : identityLines,
        };
    }

    private static IdentityLine IdentityLineOf(ExternalIdentity identity) =>
        new()
        {
            Provider = identity.Provider,
            AppId = identity.AppId,
            Subject = identity.Subject,
            UnionId = identity.UnionId,
        };

    private static string? Proven(IEnumerable<string> contacts, string prefix) =>
        contacts.FirstOrDefault(key => key.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private static string? TextOrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>Where an export reads users.</summary>
public interface IExportedUsers
{
    /// <summary>The users after this number with all that is theirs, in the order of their numbers; empty at the end.</summary>
    Task<ExportedPage> PageAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <summary>A page of users.</summary>
/// <param name="Users">The users.</param>
/// <param name="Contacts">The keys of their proven contacts, by the number of the user.</param>
/// <param name="Identities">Their external accounts, by the number of the user, a second subject after the first.</param>
public sealed record ExportedPage(IReadOnlyList<User> Users, ILookup<long, string> Contacts, ILookup<long, ExternalIdentity> Identities);
