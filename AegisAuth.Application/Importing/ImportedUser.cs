using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>A line that may be stored, if no other user has what is in it.</summary>
public sealed record ImportedUser
{
    /// <summary>Where it stands in the file.</summary>
    public required long LineNumber { get; init; }

    /// <summary>
    /// The account. Its id is 0 where the line names none, its AegisSpeed id and its user name are empty where they are to be
    /// made; <see cref="User.ParentId"/> counts as the file does.
    /// </summary>
    public required User User { get; init; }

    /// <summary>Whether the line says when the account was made.</summary>
    public required bool HasCreatedTime { get; init; }

    /// <summary>The key of the e-mail address, where it is proven.</summary>
    public required string? EmailKey { get; init; }

    /// <summary>The key of the phone number, where it is proven.</summary>
    public required string? PhoneKey { get; init; }

    /// <summary>The external accounts; whose they are is not said yet.</summary>
    public required IReadOnlyList<ExternalIdentity> Identities { get; init; }

    /// <summary>Whether the password hash is weak and has to be wrapped before it is stored.</summary>
    public required bool HasWeakHash { get; init; }

    /// <summary>Whether the line names an AegisSpeed id.</summary>
    public bool HasAegisSpeedId => User.AegisSpeedId != default;

    /// <summary>The key of the user name; empty where the line names none.</summary>
    public required string UserNameKey { get; init; }

    /// <summary>The AegisSpeed id of the line, or the one that its number would give.</summary>
    internal AegisSpeedId ExpectedAegisSpeedId =>
        HasAegisSpeedId || User.Id is < 1 or > ImportWriter.MaxKept ? User.AegisSpeedId : AegisSpeedId.FromNumber(User.Id);

    /// <summary>
    /// Tells a line from every other by what it is known by. The password is not in it: a thief of the table could try
    /// passwords against it.
    /// </summary>
    public byte[] Digest()
    {
        var text = new StringBuilder();
        Append(text, User.Id);
        Append(text, User.AegisSpeedId);
        Append(text, UserNameKey);
        Append(text, EmailKey);
        Append(text, PhoneKey);
        Append(text, HasCreatedTime ? User.CreatedAt.ToUnixTimeSeconds() : null);
        foreach (var identity in Identities)
        {
            Append(text, identity.Provider);
            Append(text, identity.AppId);
            Append(text, identity.Subject);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>What can belong to one account only, as texts of which no two kinds can be the same.</summary>
    public IReadOnlyCollection<string> Keys()
    {
        var keys = new List<string>();
        Add(keys, "id", HasAegisSpeedId ? User.AegisSpeedId.ToString() : "");
        Add(keys, "name", UserNameKey);
        Add(keys, "email", EmailKey ?? "");
        Add(keys, "phone", PhoneKey ?? "");
        Add(keys, "code", User.InviteCode);
        foreach (var identity in Identities)
        {
            Add(keys, "subject", SubjectOf(identity));
            Add(keys, "union", UnionOf(identity) is { } union ? $"{union.Family} {union.Value}" : "");
        }

        return keys;
    }

    /// <summary>The external account as one text; none of its parts has a space in it.</summary>
    public static string SubjectOf(ExternalIdentity identity) => $"{identity.Provider} {identity.AppId} {identity.Subject}";

    /// <summary>The union id of an external account, where it has one.</summary>
    public static UnionId? UnionOf(ExternalIdentity identity) =>
        identity is { UnionFamily: { } family, UnionId: { } value } ? new UnionId(family, value) : null;

    /// <summary>Keeps the person out of logs.</summary>
    public override string ToString() => $"line {LineNumber}";

    private static void Add(List<string> keys, string kind, string text)
    {
        if (text.Length > 0)
        {
            keys.Add($"{kind}:{text}");
        }
    }

    // None of the texts can hold a line break.
    private static void Append(StringBuilder text, object? value) => text.Append(value).Append('\n');
}
