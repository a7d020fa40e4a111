using AegisAuth.Domain;

namespace AegisAuth.Application.Providers;

/// <summary>How a provider answered: an identity, or a refusal with the vendor's own words for the audit log.</summary>
public sealed record ProviderAnswer
{
    private ProviderAnswer() { }

    /// <summary>The person, or null on a refusal.</summary>
    public ProviderIdentity? Identity { get; private init; }

    /// <summary>What the client hears on a refusal.</summary>
    public AuthError Error { get; private init; }

    /// <summary>The vendor's error, for the audit log and for nothing else.</summary>
    public VendorError? Vendor { get; private init; }

    /// <summary>A person was identified.</summary>
    public static ProviderAnswer Identified(ProviderIdentity identity) => new() { Identity = identity };

    /// <summary>The login is refused.</summary>
    public static ProviderAnswer Refused(AuthError error, VendorError vendor) => new() { Error = error, Vendor = vendor };
}

/// <summary>What a vendor said, without anything secret.</summary>
/// <param name="Number">Its error number or word, such as <c>40163</c>; ours where it said nothing usable, such as <c>timeout</c>.</param>
/// <param name="RequestId">Its id for the call, where it names one.</param>
public sealed record VendorError(string Number, string? RequestId = null);
