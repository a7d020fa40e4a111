using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>Takes over the phone number of a signed-in user that a provider vouches for, without a text message.</summary>
/// <remarks>
/// The provider is asked about the external account that the user has linked: a code that was taken from another person's
/// phone is worth nothing here.
/// </remarks>
public sealed class ProviderPhoneNumber(
    LoginProviders providers,
    IExternalIdentityRepository identities,
    IUserRepository users,
    Reauthentication ownership,
    PhoneNumberOwner owner,
    LoginThrottle throttle,
    AuditLog audit,
    ServiceMetrics metrics
)
{
    /// <summary>
    /// Makes the number the user's own. Refuses with <c>UnknownPlatform</c>, <c>PlatformNotEnabled</c>,
    /// <c>IdentityMissing</c>, <c>CodeRefused</c>, <c>ProviderUnavailable</c>, <c>ContactTaken</c>, and as
    /// <see cref="Reauthentication"/> and the throttle do.
    /// </summary>
    public async Task<Result<Unit>> TakeAsync(ProviderPhoneRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        var platform = request.Platform ?? "";
        if (providers.Find(platform).IsRefused(out var refusal, out var found))
        {
            return refusal;
        }

        if (found is not IPhoneProvider provider)
        {
            return AuthError.UnknownPlatform;
        }

        // Before the code is spent: it works once.
        var proof = await ownership.CheckAsync(request.Password, AuditActions.ContactVerify, caller, cancellationToken);
        if (proof.IsRefused(out refusal, out _))
        {
            return refusal;
        }

        var linked = (await identities.ListAsync(caller.Session.UserId, cancellationToken))
            .Where(identity => identity.Provider == platform && identity.AppId == provider.AppId)
            .MaxBy(identity => identity.LastLoginAt);
        if (linked is null)
        {
            return AuthError.IdentityMissing;
        }

        var key = AttemptKeys.ExternalCode(platform, "phone " + request.Code);
        if ((await throttle.ReserveAsync(key, caller, cancellationToken)).IsRefused(out refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            // From here on nothing is cancelled: the code works once.
            var answer = await metrics.ProviderCallAsync(
                platform,
                () => provider.PhoneOfAsync(request.Code!, linked.Subject, CancellationToken.None),
                known => known.Phone is null ? known.Error : null
            );
            return answer.Phone is { } phone && ContactKeys.Phone(phone) is { } contact
                ? await attempt.SettleAsync(AttemptOutcome.Success, () => GiveAsync(contact, platform, caller))
                : await RefuseAsync(attempt, answer, platform, caller);
        }
    }

    private async Task<Result<Unit>> GiveAsync(string contact, string platform, AuthenticatedCaller caller)
    {
        var what = caller.Session.Event(AuditActions.ContactVerify);
        if (
            await users.FindAsync(caller.Session.UserId, CancellationToken.None) is { Enabled: true } user
            && await owner.TryGiveAsync(user, contact)
        )
        {
            await audit.WriteAsync(what with { Detail = platform }, caller);
            return new Unit();
        }

        await audit.WriteAsync(what with { Refused = AuditReasons.ContactTaken }, caller);
        return AuthError.ContactTaken;
    }

    private Task<Result<Unit>> RefuseAsync(Reservation attempt, PhoneAnswer answer, string platform, AuthenticatedCaller caller)
    {
        // A number that is none is the provider's fault, too.
        var error = answer.Phone is null ? answer.Error : AuthError.ProviderUnavailable;
        var isAway = error == AuthError.ProviderUnavailable;
        var why = ProviderFailureReason.Of(
            isAway ? AuditReasons.ProviderUnavailable : AuditReasons.CodeRefused,
            platform,
            answer.ProviderError ?? new ProviderError("number")
        );
        return attempt.SettleAsync<Result<Unit>>(
            isAway ? AttemptOutcome.Released : AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(caller.Session.Event(AuditActions.ContactVerify) with { Refused = why }, caller);
                return error;
            }
        );
    }
}
