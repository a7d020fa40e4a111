using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>How a provider answered: an identity, or a refusal with the provider's own words for the audit log.</summary>
public sealed record ProviderResult
{
    private ProviderResult() { }

    /// <summary>The person, or null on a refusal.</summary>
    public ProviderIdentity? Identity { get; private init; }

    /// <summary>What the client hears on a refusal.</summary>
    public AuthError Error { get; private init; }

    /// <summary>The provider's error, for the audit log and for nothing else.</summary>
    public ProviderError? ProviderError { get; private init; }

    /// <summary>A person was identified.</summary>
    public static ProviderResult Identified(ProviderIdentity identity) => new() { Identity = identity };

    /// <summary>The login is refused.</summary>
    public static ProviderResult Refused(AuthError error, ProviderError provider) => new() { Error = error, ProviderError = provider };
}

/// <summary>What a provider said, without anything secret.</summary>
/// <param name="Number">Its error number or word, such as <c>40163</c>; ours where it said nothing usable, such as <c>timeout</c>.</param>
/// <param name="RequestId">Its id for the call, where it names one.</param>
public sealed record ProviderError(string Number, string? RequestId = null);
