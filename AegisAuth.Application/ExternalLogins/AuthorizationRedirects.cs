using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>Begins logins on a provider's own page, and says which ways in there are.</summary>
public sealed class AuthorizationRedirects(
    LoginProviders providers,
    AuthorizationStates states,
    StartedRequests started,
    MessageQueue messages,
    IPasskeyHost passkeys,
    IDemonstrationCodes demonstration
)
{
    /// <summary>
    /// The address of the provider's page, with a state bound to the browser. Refuses with <c>UnknownPlatform</c>,
    /// <c>PlatformNotEnabled</c>, <c>InvalidParameter</c>, <c>TooManyAttempts</c>, <c>StateInvalid</c> or <c>ProviderUnavailable</c>.
    /// </summary>
    /// <param name="platform">Whose page.</param>
    /// <param name="state">The caller's own state; null or empty for one of ours.</param>
    /// <param name="browser">What the browser's cookie holds.</param>
    /// <param name="caller">Whose rows are counted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Result<AuthorizationRedirect>> BeginAsync(
        string platform,
        string? state,
        string browser,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (providers.FindRedirect(platform).IsRefused(out var refusal, out var provider))
        {
            return refusal;
        }

        if (!string.IsNullOrEmpty(state) && !AuthorizationStates.HasForm(state))
        {
            return AuthError.InvalidParameter;
        }

        // Each stores a row for ten minutes, for a caller that has proven nothing.
        if ((await started.TakeLoginAsync(caller)).IsRefused(out refusal, out _))
        {
            return refusal;
        }

        if ((await states.CreateAsync(platform, state, browser, cancellationToken)).IsRefused(out refusal, out var request))
        {
            return refusal;
        }

        return (await provider.AuthorizeUrlAsync(request, cancellationToken)).Match<Result<AuthorizationRedirect>>(
            url => new AuthorizationRedirect(request.State, url.AbsoluteUri),
            refused => refused
        );
    }

    private PlatformInfo Info(string name, string kind, bool enabled) =>
        new(name, kind, enabled) { DemoCodes = kind == "mini" && demonstration.HasFor(name) ? true : null };

    /// <summary>Every way in, switched on or not.</summary>
    public IEnumerable<PlatformInfo> List() =>
        providers
            .All.Select(provider =>
                Info(
                    provider.Platform,
                    provider is IRedirectProvider { CanRedirect: true } or IRedirectProvider { NeedsRedirect: true } ? "redirect" : "mini",
                    provider.Enabled && provider is not IRedirectProvider { NeedsRedirect: true, CanRedirect: false }
                )
            )
            .Prepend(
                new PlatformInfo("website", "password", Enabled: true)
                {
                    PhoneCode = messages.Reaches(ContactKind.Phone),
                    ResetMail = messages.Reaches(ContactKind.Email),
                    Passkey = passkeys.Origin is not null,
                }
            );
}

/// <summary>Where a login goes on.</summary>
/// <param name="State">Comes back with the code, and belongs into the login.</param>
/// <param name="Url">The address to send the browser to.</param>
public sealed record AuthorizationRedirect(string State, string Url);

/// <summary>A way in.</summary>
/// <param name="Name">The value of <c>platform</c>.</param>
/// <param name="Kind"><c>password</c>, <c>mini</c> (a code from a mini program) or <c>redirect</c> (a page of the provider).</param>
/// <param name="Enabled">Whether the operator has given it what it needs.</param>
public sealed record PlatformInfo(string Name, string Kind, bool Enabled)
{
    /// <summary>For <c>website</c>: whether <c>/api/login/code</c> can send a code to a phone. Absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PhoneCode { get; init; }

    /// <summary>For <c>website</c>: whether <c>/api/password/reset</c> can send a mail. Absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ResetMail { get; init; }

    /// <summary>For <c>website</c>: whether passkeys log in. Absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Passkey { get; init; }

    /// <summary>For a mini program: that the simulator hands out its codes. Absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DemoCodes { get; init; }
}
