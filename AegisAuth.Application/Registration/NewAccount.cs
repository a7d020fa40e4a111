using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Registration;

/// <summary>The account that a registration makes.</summary>
public sealed class NewAccount(
    IUserRepository users,
    RegistrationGate gate,
    IUnitOfWork unitOfWork,
    SiteSessionIssuer signIn,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>Whether a user has the name already.</summary>
    public async Task<bool> IsTakenAsync(RegisterRequest request) =>
        await users.FindByNameAsync(contactKey: null, UserNames.KeyOf(request.UserName!), CancellationToken.None) is not null;

    /// <summary>Makes the account and opens a session of it, in one transaction. Refuses with <c>UserNameTaken</c> or as the gate does.</summary>
    /// <param name="request">What the visitor gave.</param>
    /// <param name="inviter">The user who invited the visitor, or 0.</param>
    /// <param name="hash">The hash of the password.</param>
    /// <param name="caller">Who calls.</param>
    public Task<Result<SiteLoginSuccess>> AddAsync(RegisterRequest request, long inviter, string hash, Caller caller) =>
        unitOfWork.RunAsync(() => InsertAsync(request, inviter, hash, caller), CancellationToken.None);

    private async Task<Result<SiteLoginSuccess>> InsertAsync(RegisterRequest request, long inviter, string hash, Caller caller)
    {
        if (await IsTakenAsync(request))
        {
            return AuthError.UserNameTaken;
        }

        if ((await gate.CountAsync(caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        var user = NewUser.Create(await users.NextNumberAsync(CancellationToken.None), request.UserName!, now) with
        {
            PasswordHash = hash,
            Email = ProfileValidation.Email(request.Email),
            Phone = ProfileValidation.Phone(request.Phone),
            RealName = request.RealName ?? "",
            ParentId = inviter,
            LastLoginAt = now,
        };
        // Another node was faster with the same name. The number stays unused, which is allowed.
        if (!await users.TryAddAsync(user, CancellationToken.None))
        {
            return AuthError.UserNameTaken;
        }

        var success = await signIn.OpenAsync(user, AuthenticationMethods.Password, remember: false, caller);
        await audit.WriteAsync(
            new AuditEvent(AuditActions.Register) { Actor = user.AegisSpeedId.ToString(), Target = user.AegisSpeedId.ToString() },
            caller
        );
        return success;
    }
}
