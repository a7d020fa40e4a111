using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Importing;

/// <summary>Makes of a line of the file what may be stored, or says why it cannot be.</summary>
public sealed class LineParser(IValidator<UserLine> validator, IImportedHashes hashes, TimeProvider time)
{
    internal const string NeedsRoles = "role: start the import with --with-roles to bring it";

    // The one provider that gives two ids for one account: the second is stored beside the first.
    private const string TwoSubjects = "alipay";

    internal ParsedLine Parse(RawLine raw, bool withRoles)
    {
        if (raw.Text is null)
        {
            return ParsedLine.No(raw, $"longer than {LineReader.MaxLine} bytes");
        }

        var (line, refused) = UserLineJson.Read(raw.Text);
        if (line is null)
        {
            return ParsedLine.No(raw, refused!);
        }

        if (validator.Validate(line) is { IsValid: false } fault)
        {
            return ParsedLine.No(raw, fault.Errors[0].ErrorMessage, line);
        }

        if (!withRoles && !string.IsNullOrEmpty(line.Role))
        {
            return ParsedLine.No(raw, NeedsRoles, line);
        }

        var judgement = string.IsNullOrEmpty(line.PasswordHash) ? HashJudgement.Keep : hashes.Judge(line.PasswordHash);
        return judgement.Fate == HashFate.Refused
            ? ParsedLine.No(raw, $"password_hash: {judgement.Why}", line)
            : new ParsedLine(raw, line, null, UserOf(raw.Number, line, judgement.Fate == HashFate.Weak));
    }

    private ImportedUser UserOf(long number, UserLine line, bool weak)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var created = line.CreatedTime is > 0 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
        var userName = UserNames.Clean(line.UserName ?? "");
        var user = new User
        {
            Id = line.Id ?? 0,
            AegisSpeedId = AegisSpeedId.TryParse(line.AegisSpeedId, out var id) ? id : default,
            Role = RoleNames.Parse(line.Role ?? ""),
            OrganisationId = line.OrganisationId,
            Enabled = line.Enabled ?? true,
            Nickname = Visible(line.Nickname ?? "") is { Length: > 0 } nickname ? nickname : userName,
            UserName = userName,
            PasswordHash = string.IsNullOrEmpty(line.PasswordHash) ? null : line.PasswordHash,
            Email = ProfileValidation.Email(line.Email),
            Phone = ProfileValidation.Phone(line.Phone),
            RealName = Visible(line.RealName ?? ""),
            ParentId = line.ParentId ?? 0,
            GroupId = line.GroupId ?? NewUser.FirstGroup,
            IsRetailer = line.IsRetailer == true ? 1 : 0,
            Balance = line.Balance ?? 0,
            TotalReward = line.TotalReward ?? 0,
            InviteCode = line.InviteCode ?? "",
            CreatedAt = created,
            UpdatedAt = now,
        };
        return new ImportedUser
        {
            LineNumber = number,
            User = user,
            UserNameKey = userName.Length == 0 ? "" : UserNames.KeyOf(userName),
            HasCreatedTime = line.CreatedTime > 0,
            EmailKey = line.EmailVerified == true ? ContactKeys.Email(line.Email!) : null,
            PhoneKey = line.PhoneVerified == true ? ContactKeys.Phone(line.Phone!) : null,
            Identities = Identities(line.Identities ?? [], created),
            HasWeakHash = weak,
        };
    }

    // Another system's names are not for its users to mend here: what hides in them is left out, and no line is refused for it.
    private static string Visible(string name) => VisibleText.IsVisible(name) ? name : VisibleText.Of(name).Trim();

    private static List<ExternalIdentity> Identities(IReadOnlyList<IdentityLine> lines, DateTimeOffset created)
    {
        var identities = new List<ExternalIdentity>(lines.Count);
        foreach (var line in lines)
        {
            var first =
                line.Provider == TwoSubjects
                    ? identities.Find(other => other.Provider == line.Provider && other.AppId == line.AppId)
                    : null;
            var family = string.IsNullOrEmpty(line.UnionId) ? null : UnionFamilies.Of(line.Provider!);
            identities.Add(
                new ExternalIdentity
                {
                    Provider = line.Provider!,
                    AppId = line.AppId!,
                    Subject = line.Subject!,
                    Id = first?.Id ?? RandomSecret.CreateId(),
                    IsAlias = first is not null,
                    UnionFamily = family,
                    UnionId = family is null ? null : line.UnionId,
                    CreatedAt = created,
                    LastLoginAt = created,
                }
            );
        }

        return identities;
    }
}

/// <summary>A line after it was looked at: a user, or why there is none.</summary>
internal sealed record ParsedLine(RawLine Raw, UserLine? Line, string? Refused, ImportedUser? User)
{
    public static ParsedLine No(RawLine raw, string why, UserLine? line = null) => new(raw, line, why, null);
}
