using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>
/// Finds out who stands behind a provider's code, under the throttle: the address first, then the state, and only then
/// the provider is asked.
/// </summary>
public sealed class ExternalLoginVerifier(
    LoginProviders providers,
    AuthorizationStates states,
    LoginThrottle throttle,
    AuditLog audit,
    ServiceMetrics metrics
)
{
    /// <summary>
    /// Checks state and code and goes on with <paramref name="proven"/>, which must settle the attempt. Refuses with
    /// <c>UnknownPlatform</c>, <c>PlatformNotEnabled</c>, <c>TooManyAttempts</c>, <c>Busy</c>, <c>StateInvalid</c>,
    /// <c>CodeRefused</c> or <c>ProviderUnavailable</c>; the last three are audited.
    /// </summary>
    /// <remarks>
    /// There is no account before the provider has answered. The attempt is counted for the address, and for the code
    /// itself: a code that does not work is paused after a few tries, while other people behind one address are not.
    /// </remarks>
    /// <param name="login">What the client brought.</param>
    /// <param name="what">The audit entry of a refusal, without its reason.</param>
    /// <param name="caller">Who tries.</param>
    /// <param name="proven">What follows.</param>
    /// <param name="cancellationToken">Ends the waiting for a place; once reserved, the attempt runs to its end.</param>
    public async Task<Result<T>> CheckAsync<T>(
        ExternalLogin login,
        AuditEvent what,
        Caller caller,
        Func<ProvenAccount, Task<Result<T>>> proven,
        CancellationToken cancellationToken
    )
    {
        if (providers.Find(login.Platform).IsRefused(out var refusal, out var provider))
        {
            return refusal;
        }

        if (!login.HasCode)
        {
            return AuthError.CodeRefused;
        }

        var key = AttemptKeys.ExternalCode(login.Platform, login.Login.Code + ' ' + login.Login.AnonymousCode);
        var reserved = await throttle.ReserveAsync(key, caller, cancellationToken);
        if (reserved.IsRefused(out refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            // From here on nothing is cancelled: the code works once, and who hangs up is counted all the same.
            var (stateIsFine, state) = await TakeStateAsync(provider, login);
            if (!stateIsFine)
            {
                return await RefuseAsync<T>(attempt, AuthError.StateInvalid, what with { Refused = AuditReasons.StateInvalid }, caller);
            }

            var brought = login.Login with { CodeVerifier = state?.CodeVerifier, Nonce = state?.Nonce };
            var answer = await metrics.ProviderCallAsync(
                login.Platform,
                () => provider.IdentifyAsync(brought, CancellationToken.None),
                known => known.Identity is null ? known.Error : null
            );
            if (answer.Identity is not { } person)
            {
                return await RefuseAsync<T>(attempt, answer.Error, what with { Refused = Reason(answer, login.Platform) }, caller);
            }

            var account = new ExternalAccount(login.Platform, provider.AppId, person);
            return account.HasKey
                ? await proven(new ProvenAccount(account, attempt))
                : await RefuseAsync<T>(
                    attempt,
                    AuthError.ProviderUnavailable,
                    what with
                    {
                        Refused = ProviderFailureReason.Of(AuditReasons.ProviderUnavailable, login.Platform, new ProviderError("subject")),
                    },
                    caller
                );
        }
    }

    // Only a login that begins with a page has a state. Where none is demanded, one that is brought must be right.
    private async Task<(bool IsFine, TakenState? State)> TakeStateAsync(ILoginProvider provider, ExternalLogin login)
    {
        if (provider is not IRedirectProvider { CanRedirect: true } page || (string.IsNullOrEmpty(login.State) && !page.RequiresState))
        {
            return (true, null);
        }

        var state = await states.TakeAsync(login.Platform, login.State, login.Browser, CancellationToken.None);
        return (state is not null, state);
    }

    private Task<Result<T>> RefuseAsync<T>(Reservation attempt, AuthError error, AuditEvent entry, Caller caller) =>
        attempt.SettleAsync<Result<T>>(
            // A provider that is away is not the client's failure.
            error == AuthError.ProviderUnavailable
                ? AttemptOutcome.Released
                : AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(entry, caller);
                return error;
            }
        );

    private static string Reason(ProviderResult answer, string platform) =>
        ProviderFailureReason.Of(
            answer.Error == AuthError.ProviderUnavailable ? AuditReasons.ProviderUnavailable : AuditReasons.CodeRefused,
            platform,
            answer.ProviderError ?? new ProviderError("unknown")
        );
}

/// <summary>An external account that was proven just now, and the attempt, not settled yet.</summary>
/// <param name="Account">The account.</param>
/// <param name="Attempt">To be settled.</param>
public sealed record ProvenAccount(ExternalAccount Account, Reservation Attempt);
