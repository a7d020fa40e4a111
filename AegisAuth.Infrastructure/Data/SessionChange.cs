using System.Text.RegularExpressions;

namespace AegisAuth.Infrastructure.Data;

/// <summary>What a statement changes of that which a request learns of its session.</summary>
internal enum SessionChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>When it was last used: this node reads it again, for others the older time is good enough.</summary>
    LastUse,

    /// <summary>Whether it is alive, whose it is, or what it may do: every node reads it again.</summary>
    Access,
}

/// <summary>Reads from the text of a statement what it changes, so that nobody can forget to say so.</summary>
internal static partial class SessionChanges
{
    /// <summary>Columns that no request reads with its session. Whatever is not named here counts.</summary>
    public static readonly IReadOnlySet<string> Elsewhere = new HashSet<string>
    {
        "avatar_url",
        "email",
        "last_login_at",
        "password_hash",
        "password_version",
        "phone",
        "real_name",
        "renewed_at",
        "updated_at",
    };

    public static SessionChange Of(string sql) =>
        // A new row makes no older reading wrong.
        Removal().IsMatch(sql)
            ? SessionChange.Access
        : Update().Match(sql) is { Success: true } update
            ? Arguments().Replace(update.Groups["set"].Value, "").Split(',').Select(OfAssignment).Max()
        : SessionChange.None;

    private static SessionChange OfAssignment(string text)
    {
        var assignment = Assignment().Match(text);
        var column = assignment.Groups["column"].Value;
        // A row that is set to what it is was only to be locked.
        return !assignment.Success ? SessionChange.Access
            : column == assignment.Groups["value"].Value || Elsewhere.Contains(column) ? SessionChange.None
            : column == "last_seen_at" ? SessionChange.LastUse
            : SessionChange.Access;
    }

    [GeneratedRegex(@"\b(?:DELETE\s+FROM|MERGE\s+INTO)\s+(?:users|sessions)\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Removal();

    [GeneratedRegex(
        @"\bUPDATE\s+(?:users|sessions)\s+SET\s+(?<set>.*?)(?:\bWHERE\b|$)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Update();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arguments();

    [GeneratedRegex(@"^\s*(?<column>\w+)\s*=\s*(?<value>.*?)\s*$", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();
}
