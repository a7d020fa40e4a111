using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>What providers and clients call a person, made harmless. These are hints for a profile: they never identify a user.</summary>
public static class ExternalText
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxName = 64;

    // Enough for a name of emoji families, and little enough to clean.
    private const int MaxText = 4096;
    private const int MaxAddress = 512;
    private const int MaxUserName = 20;
    private const string Nameless = "user";

    /// <summary>
    /// The text without control, bidirectional and zero-width characters, with single spaces, in NFC, cut to
    /// <see cref="MaxName"/> without splitting what is shown as one character; empty where nothing is left. What is
    /// invisible stays where it holds an emoji together.
    /// </summary>
    public static string Name(string? text)
    {
        // Bounded before the work: a client may send a whole body of it.
        var given = text is { Length: > MaxText } ? text[..MaxText] : text ?? "";
        var valid = string.Concat(given.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar).Select(rune => rune.ToString()));
        var single = string.Join(' ', VisibleText.Of(valid).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Normalized(NormalizationForm.FormC);
        var name = new StringBuilder();
        foreach (var cluster in VisibleText.Clusters(single).TakeWhile(cluster => name.Length + cluster.Length <= MaxName))
        {
            name.Append(cluster);
        }

        // One letter under a heap of marks: no emoji is taken apart by leaving the last of them out.
        return name.Length > 0 ? name.ToString().Trim() : Cut(single);
    }

    /// <summary>The https address of a picture, at most 512 characters; empty for anything else.</summary>
    public static string Picture(string? address) =>
        address is { Length: <= MaxAddress }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && uri.AbsoluteUri.Length <= MaxAddress
            ? uri.AbsoluteUri
            : "";

    /// <summary>
    /// User names for a new account, the best first, without end: the cleaned name, then the same with something after
    /// it. Letters, digits, <c>.</c>, <c>_</c> and <c>-</c> only, so that none can be taken for an e-mail address, and
    /// all by the rules of a registration.
    /// </summary>
    public static IEnumerable<string> UserNames(string name, Func<string> draw)
    {
        // Normalised first: one character may become eighteen, blanks among them.
        var plain = Users.UserNames.Clean(name);
        var kept = string.Concat(
                plain.Replace(' ', '_').EnumerateRunes().Where(IsOfUserName).Take(MaxUserName).Select(rune => rune.ToString())
            )
            .Trim('.', '_', '-');
        if (Users.UserNames.IsValid(kept))
        {
            yield return kept;
        }

        // A name that is too short, or has the form of an id, is right with something after it.
        var stem = kept.EnumerateRunes().Any(Rune.IsLetter) && Users.UserNames.IsValid(WithSuffix(kept, "0")) ? kept : Nameless;
        while (true)
        {
            yield return WithSuffix(stem, draw());
        }
    }

    private static string Cut(string text)
    {
        var name = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().TakeWhile(rune => name.Length + rune.Utf16SequenceLength <= MaxName))
        {
            name.Append(rune.ToString());
        }

        return name.ToString().Trim();
    }

    private static string WithSuffix(string stem, string suffix) => $"{stem}-{suffix}";

    private static bool IsOfUserName(Rune rune) => Rune.IsLetter(rune) || Rune.IsDigit(rune) || rune.Value is '.' or '_' or '-';
}
