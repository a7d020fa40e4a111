using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// A weak hash of another product as it is kept: <c>$wrapped$recipe|phc</c>, an Argon2id hash over the old digest with the
/// recipe of the old hash beside it. The old digest itself is kept nowhere.
/// </summary>
internal sealed record WrappedHash(ForeignHash Recipe, PhcString Hash)
{
    private const string Head = "$wrapped$";

    /// <summary>Whether a stored text says that it is one.</summary>
    public static bool IsWrapped(string text) => text.StartsWith(Head, StringComparison.Ordinal);

    public static WrappedHash Wrap(ForeignHash weak, PasswordHashOptions options) => new(weak, Argon2.Hash(weak.Digest, options));

    public static bool TryParse(string text, [NotNullWhen(true)] out WrappedHash? wrapped)
    {
        var bar = text.LastIndexOf('|');
        wrapped =
            IsWrapped(text)
            && bar > 0
            && ForeignHashForms.Read(text[Head.Length..bar]).Hash is { } recipe
            && PhcString.TryParse(text[(bar + 1)..], out var hash)
                ? new WrappedHash(recipe, hash)
                : null;
        return wrapped is not null;
    }

    /// <summary>Whether it holds this password.</summary>
    public bool Matches(string password) => Argon2.Matches(Recipe.Derive(password), Hash);

    public override string ToString() => $"{Head}{Recipe.Recipe}|{Hash}";
}
