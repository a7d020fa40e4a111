using AegisAuth.Application.Audit;
using AegisAuth.Application.Providers;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by an outside account.</summary>
public sealed class ProviderLoginService(
    OutsideProof outside,
    AccountLinker linker,
    IUsers users,
    SiteSignIn signIn,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Proves the outside account and opens a session of 30 days for its user, who is made if there is none. Refuses as
    /// <see cref="OutsideProof"/> does, and with <c>WrongCredentials</c> for a disabled user.
    /// </summary>
    public Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        LoginBrowser browser,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var login = OutsideLoginOf.Request(request, browser);
        var decoration = new Decoration(request.NickName, request.Avatar, request.InviteId);
        return outside.CheckAsync(
            login,
            new AuditEvent(AuditActions.SiteLogin),
            caller,
            proven => OpenAsync(proven, decoration, caller),
            cancellationToken
        );
    }

    private Task<Result<SiteLoginSuccess>> OpenAsync(ProvenAccount proven, Decoration decoration, Caller caller) =>
        proven.Attempt.SettleAsync<Result<SiteLoginSuccess>>(
            // The code was right, whoever it is.
            AttemptOutcome.Success,
            async () =>
            {
                var (user, how) = await linker.FindOrCreateAsync(proven.Account, decoration);
                var what = new AuditEvent(AuditActions.SiteLogin)
                {
                    Target = user.AegisSpeedId.ToString(),
                    OrganisationId = user.OrganisationId,
                };
                if (!user.Enabled)
                {
                    await audit.WriteAsync(what with { Refused = AuditReasons.Disabled }, caller);
                    return AuthError.WrongCredentials;
                }

                if (!await users.TryRecordLoginAsync(user.Id, user.PasswordHash, time.GetUtcNow(), CancellationToken.None))
                {
                    // Disabled, or given another password, between reading and writing: look again.
                    throw new StaleRowException();
                }

                var success = await signIn.OpenAsync(user, remember: true, caller);
                await audit.WriteAsync(what with { Actor = what.Target, Detail = $"{proven.Account.Provider} {how}" }, caller);
                return success;
            }
        );
}

/// <summary>What of a login request is for the provider.</summary>
public static class OutsideLoginOf
{
    /// <summary>The code, what belongs to it, the state and the browser.</summary>
    public static OutsideLogin Request(SiteLoginRequest request, LoginBrowser browser) =>
        new()
        {
            Platform = request.Platform ?? "",
            State = request.State,
            Browser = browser,
            Login = new ProviderLogin
            {
                Code = request.Code ?? "",
                PhoneCode = request.PhoneCode,
                AnonymousCode = request.AnonymousCode,
                EncryptedData = request.EncryptedData,
                Iv = request.Iv,
                Signature = request.Signature,
                RawData = request.RawData,
            },
        };
}
