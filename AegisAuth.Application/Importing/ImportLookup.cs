using System.Globalization;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>Finds who has what lines name: the accounts of the lines themselves, or others.</summary>
public sealed class ImportLookup(IImportedUsers imported, IExternalIdentityRepository identities)
{
    /// <summary>Looks every key of a batch up in a few statements.</summary>
    internal async Task<KeyOwners> FindAsync(IReadOnlyCollection<ImportedUser> lines, CancellationToken cancellationToken)
    {
        var keys = new LineKeys(
            [.. lines.SelectMany(line => (long[])[line.User.Id, line.User.ParentId]).Where(id => id > 0).Distinct()],
            [.. lines.Select(line => line.ExpectedAegisSpeedId).Where(id => id != default).Distinct()],
            [.. lines.Select(line => line.UserNameKey).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)],
            [.. lines.SelectMany(line => (string?[])[line.EmailKey, line.PhoneKey]).OfType<string>().Distinct(StringComparer.Ordinal)],
            [.. lines.Select(line => line.User.InviteCode).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal)]
        );
        return new KeyOwners(await imported.FindOwnersAsync(keys, cancellationToken));
    }

    /// <summary>What is known about a line.</summary>
    internal async Task<FoundLine> JudgeAsync(ImportedUser line, KeyOwners owners, CancellationToken cancellationToken)
    {
        var byId = owners.Of(LineKeyNames.Id, line.User.Id);
        var byAegisSpeedId = owners.Of(LineKeyNames.AegisSpeedId, line.ExpectedAegisSpeedId);
        var byName = owners.Of(LineKeyNames.UserName, line.UserNameKey);
        var byEmail = owners.Of(LineKeyNames.Contact, line.EmailKey);
        var byPhone = owners.Of(LineKeyNames.Contact, line.PhoneKey);
        var byCode = owners.Of(LineKeyNames.InviteCode, line.User.InviteCode);
        KeyOwner?[] all = [byId, byAegisSpeedId, byName, byEmail, byPhone, byCode];
        var byIdentity = await OwnerOfAsync(line, owners, cancellationToken);
        var same = Array.Find([.. all, byIdentity], owner => owner is not null && IsSame(line, owner));
        return new FoundLine
        {
            Same = same,
            Refused =
                same is not null ? null
                : line.HasAegisSpeedId && byAegisSpeedId is not null ? Taken("aegisspeed_id")
                : byName is not null ? Taken("user_name")
                : byEmail is not null ? Taken("email")
                : byPhone is not null ? Taken("phone")
                : byCode is not null ? Taken("invite_code")
                : byIdentity is not null ? Taken("identities")
                : null,
            IdIsTaken = byId is not null,
            AegisSpeedIdIsTaken = byAegisSpeedId is not null,
            HasParent = owners.Of(LineKeyNames.Id, line.User.ParentId) is not null,
        };
    }

    // By what never changes here; else by the line itself, which was noted when the account was made from it.
    private static bool IsSame(ImportedUser line, KeyOwner owner) =>
        (
            line.HasAegisSpeedId
            && owner.AegisSpeedId == line.User.AegisSpeedId
            && (line.UserNameKey.Length == 0 || owner.UserNameKey == line.UserNameKey)
            && (!line.HasCreatedTime || owner.CreatedAt.ToUnixTimeSeconds() == line.User.CreatedAt.ToUnixTimeSeconds())
        ) || (owner.LineDigest is { } digest && line.Digest().AsSpan().SequenceEqual(digest));

    private static string Taken(string key) => $"{key}: another account has it";

    private async Task<KeyOwner?> OwnerOfAsync(ImportedUser line, KeyOwners owners, CancellationToken cancellationToken)
    {
        foreach (var identity in line.Identities)
        {
            var union = ImportedUser.UnionOf(identity);
            var earlier =
                owners.Of(LineKeyNames.Subject, ImportedUser.SubjectOf(identity))
                ?? (union is { } named ? owners.Of(LineKeyNames.Union, $"{named.Family} {named.Value}") : null);
            if (earlier is not null)
            {
                return earlier;
            }

            if (await OwnerOfAsync(identity, union, cancellationToken) is { } id)
            {
                return owners.Of(LineKeyNames.Id, id)
                    ?? (
                        await imported.FindOwnersAsync(new LineKeys([id], [], [], [], []), cancellationToken) is [var owner, ..]
                            ? owner
                            : null
                    );
            }
        }

        return null;
    }

    private async Task<long?> OwnerOfAsync(ExternalIdentity identity, UnionId? union, CancellationToken cancellationToken) =>
        await identities.FindAsync(identity.Provider, identity.AppId, identity.Subject, cancellationToken) is { } known ? known.UserId
        : union is { } named ? await identities.FindUnionAsync(named, cancellationToken)
        : null;
}

/// <summary>Who has what, of all that the lines of a batch name.</summary>
internal sealed class KeyOwners
{
    private readonly Dictionary<(string Name, string Value), KeyOwner> _owners = [];

    public KeyOwners(IEnumerable<KeyOwner> owners)
    {
        foreach (var owner in owners)
        {
            _owners.TryAdd((owner.KeyName, owner.KeyValue), owner);
        }
    }

    public KeyOwner? Of(string name, string? value) => string.IsNullOrEmpty(value) ? null : _owners.GetValueOrDefault((name, value));

    public KeyOwner? Of(string name, long number) => number > 0 ? Of(name, number.ToString(CultureInfo.InvariantCulture)) : null;

    public KeyOwner? Of(string name, AegisSpeedId id) => Of(name, id.ToString());

    /// <summary>An account that was made a moment ago: later lines of the batch must find it.</summary>
    public void Add(User user, ImportedUser line)
    {
        var owner = new KeyOwner
        {
            Id = user.Id,
            AegisSpeedId = user.AegisSpeedId,
            UserNameKey = UserNames.KeyOf(user.UserName),
            CreatedAt = user.CreatedAt,
            ParentId = user.ParentId,
            LineDigest = line.Digest(),
        };
        Set(LineKeyNames.Id, user.Id.ToString(CultureInfo.InvariantCulture));
        Set(LineKeyNames.AegisSpeedId, user.AegisSpeedId.ToString());
        Set(LineKeyNames.UserName, owner.UserNameKey);
        Set(LineKeyNames.Contact, line.EmailKey);
        Set(LineKeyNames.Contact, line.PhoneKey);
        Set(LineKeyNames.InviteCode, user.InviteCode);
        foreach (var identity in line.Identities)
        {
            Set(LineKeyNames.Subject, ImportedUser.SubjectOf(identity));
            Set(LineKeyNames.Union, ImportedUser.UnionOf(identity) is { } union ? $"{union.Family} {union.Value}" : null);
        }

        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                _owners[(name, value)] = owner;
            }
        }
    }
}

/// <summary>What the database says about a line.</summary>
internal sealed record FoundLine
{
    /// <summary>The account of this line, which is there already.</summary>
    public KeyOwner? Same { get; init; }

    /// <summary>Why the line cannot be stored.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the number belongs to another account.</summary>
    public bool IdIsTaken { get; init; }

    /// <summary>Whether the AegisSpeed id, named or made from the number, belongs to another account.</summary>
    public bool AegisSpeedIdIsTaken { get; init; }

    /// <summary>Whether an account has the number of the inviter.</summary>
    public bool HasParent { get; init; }
}
