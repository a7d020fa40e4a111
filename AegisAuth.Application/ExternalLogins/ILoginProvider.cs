using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>
/// One external login service. Turns what the client brought into a proven identity; everything after
/// that is the same for all.
/// </summary>
public interface ILoginProvider
{
    /// <summary>The name clients give in <c>platform</c>, such as <c>weapp</c>.</summary>
    string Platform { get; }

    /// <summary>Whether the operator has given this platform its app id and secret.</summary>
    bool Enabled { get; }

    /// <summary>Whether some of what <see cref="Enabled"/> needs is set and the rest is missing: a mistake that is told at the start.</summary>
    bool IsHalfConfigured => false;

    /// <summary>Our id at the provider: part of the key of every account it brings.</summary>
    string AppId { get; }

    /// <summary>
    /// Exchanges the client's code. Refuses with <c>CodeRefused</c> or <c>ProviderUnavailable</c> and the
    /// provider's own number; never throws for what the provider answers, or for not answering.
    /// </summary>
    Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken);
}

/// <summary>A provider whose login may begin with a page of its own.</summary>
public interface IRedirectProvider : ILoginProvider
{
    /// <summary>
    /// Whether such a page can be opened as configured: a redirect URI is given, and the platform does not run
    /// in a mode without pages (QQ as mini program).
    /// </summary>
    bool CanRedirect { get; }

    /// <summary>Whether that page is the only place where its codes come from: without a redirect URI no page of ours can offer it.</summary>
    bool NeedsRedirect => true;

    /// <summary>
    /// Whether a login must bring the state of an authorize address. Where it need not, a state that is
    /// brought is still checked.
    /// </summary>
    bool RequiresState { get; }

    /// <summary>The address that starts the login in the user's browser; <c>ProviderUnavailable</c> where it cannot be learnt.</summary>
    Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken);
}

/// <summary>A provider that tells the phone number of a person, for a code of its own.</summary>
public interface IPhoneProvider : ILoginProvider
{
    /// <summary>
    /// Exchanges the client's code for the number of the person with this subject; the provider checks that the code is
    /// that person's. Refuses and never throws, as <see cref="ILoginProvider.IdentifyAsync"/>.
    /// </summary>
    Task<PhoneAnswer> PhoneOfAsync(string code, string subject, CancellationToken cancellationToken);
}

/// <summary>A phone number that a provider vouches for, or a refusal.</summary>
/// <param name="Phone">In E.164; null on a refusal.</param>
/// <param name="Error">What the client hears on a refusal.</param>
/// <param name="ProviderError">The provider's error, for the audit log and for nothing else.</param>
public sealed record PhoneAnswer(string? Phone, AuthError Error = default, ProviderError? ProviderError = null)
{
    /// <summary>Keeps the number out of logs.</summary>
    public override string ToString() => nameof(PhoneAnswer);
}

/// <summary>What goes into an authorize address.</summary>
/// <param name="State">Comes back with the code.</param>
/// <param name="Nonce">Comes back inside the id_token (OpenID Connect Core 3.1.2.1).</param>
/// <param name="CodeChallenge">BASE64URL(SHA256(verifier)), S256 (RFC 7636).</param>
public sealed record AuthorizeRequest(string State, string Nonce, string CodeChallenge);
