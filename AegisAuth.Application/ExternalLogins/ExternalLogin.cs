namespace AegisAuth.Application.ExternalLogins;

/// <summary>What a client brings to prove an external account: to log in with it, or to link it.</summary>
public sealed record ExternalLogin
{
    /// <summary>The longest code or state that is looked at.</summary>
    public const int MaxCode = 2048;

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The code and what belongs to it.</summary>
    public required ProviderCredential Login { get; init; }

    /// <summary>The state that <c>/api/{platform}/url</c> gave out; null or empty without one.</summary>
    public string? State { get; init; }

    /// <summary>Which browser brings it.</summary>
    public required BrowserBinding Browser { get; init; }

    /// <summary>Whether there is a code that a provider can be asked about.</summary>
    internal bool HasCode =>
        (IsCode(Login.Code) || (Login.Code.Length == 0 && IsCode(Login.AnonymousCode)))
        && (string.IsNullOrEmpty(Login.PhoneCode) || IsCode(Login.PhoneCode));

    /// <summary>Keeps codes out of logs.</summary>
    public override string ToString() => $"{nameof(ExternalLogin)} {Platform}";

    private static bool IsCode(string? text) => text is { Length: > 0 and <= MaxCode };
}

/// <summary>An external account that its provider has vouched for.</summary>
/// <param name="Provider">The platform.</param>
/// <param name="AppId">Our id there.</param>
/// <param name="Person">The person.</param>
public sealed record ExternalAccount(string Provider, string AppId, ProviderIdentity Person)
{
    private const int MaxSubject = 255;
    private const int MaxUnion = 128;

    /// <summary>The subjects that log the person in, the main one first.</summary>
    internal IEnumerable<string> Subjects =>
        Person.AlternativeSubject is { } other && IsId(other, MaxSubject) && other != Person.Subject
            ? [Person.Subject, other]
            : [Person.Subject];

    /// <summary>The union id, where there is one that can be kept.</summary>
    internal UnionId? Union => Person.UnionId is { } union && IsId(union.Value, MaxUnion) ? union : null;

    /// <summary>
    /// Whether the provider's id can be a key: visible ASCII, which may hold blanks (OpenID Connect Core 1.0, section 2). SQL
    /// Server does not tell blanks at the end apart, so an id that ends with one is not taken.
    /// </summary>
    internal bool HasKey => IsId(Person.Subject, MaxSubject);

    private static bool IsId(string text, int max) =>
        text.Length > 0 && text.Length <= max && text.All(c => c is >= ' ' and <= '~') && text[^1] != ' ';
}
