using AegisAuth.Application.Providers;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>Finds who has what a line names: the account of the line itself, or others.</summary>
public sealed class ImportLookup(IImportedUsers imported, IExternalIdentities identities)
{
    internal async Task<FoundLine> FindAsync(ImportedUser line, CancellationToken cancellationToken)
    {
        var user = line.User;
        // An id that will be made from the number must be free as well.
        var aegisSpeedId =
            line.HasAegisSpeedId || user.Id is < 1 or > ImportWriter.MaxKept ? user.AegisSpeedId : AegisSpeedId.FromNumber(user.Id);
        var owners = await imported.FindOwnersAsync(
            new LineKeys(
                user.Id,
                aegisSpeedId,
                user.UserName.Length == 0 ? "" : UserNames.KeyOf(user.UserName),
                line.EmailKey,
                line.PhoneKey,
                user.InviteCode,
                user.ParentId
            ),
            cancellationToken
        );
        var holders = owners.Where(owner => owner.KeyName != LineKeyNames.Parent).ToList();
        if (holders.Find(owner => IsSame(line, owner)) is { } same)
        {
            return new FoundLine { Same = same };
        }

        // The line of a user without any name of its own is known again by an outside account.
        foreach (var identity in line.Identities)
        {
            var owner = await OwnerOfAsync(identity, cancellationToken);
            if (owner is { } id)
            {
                var known = await imported.FindOwnersAsync(new LineKeys(id, default, "", null, null, "", 0), cancellationToken);
                return known.FirstOrDefault(holder => IsSame(line, holder)) is { } again
                    ? new FoundLine { Same = again }
                    : new FoundLine { Refused = Taken(LineKeyNames.Identities) };
            }
        }

        var reason = holders.Find(owner =>
            owner.KeyName != LineKeyNames.Id && (owner.KeyName != LineKeyNames.AegisSpeedId || line.HasAegisSpeedId)
        );
        return new FoundLine
        {
            Refused = reason is null ? null : Taken(reason.KeyName),
            IdIsTaken = holders.Exists(owner => owner.KeyName == LineKeyNames.Id),
            AegisSpeedIdIsTaken = holders.Exists(owner => owner.KeyName == LineKeyNames.AegisSpeedId),
            HasParent = owners.Count > holders.Count,
        };
    }

    // By what nobody changes here; else by the line itself, which was noted when the account was made from it.
    private static bool IsSame(ImportedUser line, KeyOwner owner) =>
        (
            line.HasAegisSpeedId
            && owner.AegisSpeedId == line.User.AegisSpeedId
            && (line.User.UserName.Length == 0 || owner.UserNameKey == UserNames.KeyOf(line.User.UserName))
            && (!line.HasCreatedTime || owner.CreatedAt.ToUnixTimeSeconds() == line.User.CreatedAt.ToUnixTimeSeconds())
        ) || (owner.LineDigest is { } digest && line.Digest().AsSpan().SequenceEqual(digest));

    internal static string Taken(string key) => $"{key}: another account has it";

    private async Task<long?> OwnerOfAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        await identities.FindAsync(identity.Provider, identity.AppId, identity.Subject, cancellationToken) is { } known ? known.UserId
        : identity is { UnionFamily: { } family, UnionId: { } union }
            ? await identities.FindUnionAsync(new UnionId(family, union), cancellationToken)
        : null;
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
