using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.UserManagement;

/// <summary>Makes accounts for other people.</summary>
public sealed class UserCreation(
    ManagementGate gate,
    IUserRepository users,
    ResetCodes resets,
    ISecretProtector protector,
    AuditLog audit,
    IMapper mapper,
    TimeProvider time
)
{
    /// <summary>
    /// Makes an account with the next AegisSpeed id, without a password, and a code with which its owner sets one.
    /// Refuses with <c>TokenInvalid</c>, <c>Forbidden</c> or <c>UserNameTaken</c>.
    /// </summary>
    public Task<Result<CreatedUser>> CreateAsync(CreateUserRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        var role = RoleNames.Parse(request.Role ?? "");
        // Encrypted before the transaction begins: the key ring has a connection of its own.
        var residentId = ResidentId.TryParse(request.ResidentId, out var number)
            ? protector.Protect(SecretPurposes.ResidentId, number.Reveal())
            : null;
        return gate.RunAsync<CreatedUser>(
            caller.Session,
            async admin =>
            {
                if (!RoleRules.MayCreate(admin.AsPrincipal(), role, request.OrganisationId))
                {
                    await AuditAsync(admin, target: "", admin.OrganisationId, AuditReasons.Forbidden, caller);
                    return AuthError.Forbidden;
                }

                var user = NewUser.Create(await users.NextNumberAsync(cancellationToken), request.UserName!, time.GetUtcNow()) with
                {
                    Role = role,
                    OrganisationId = request.OrganisationId,
                    Nickname = string.IsNullOrEmpty(request.Nickname) ? request.UserName! : request.Nickname,
                    ProtectedResidentId = residentId,
                };
                if (!await users.TryAddAsync(user, cancellationToken))
                {
                    await AuditAsync(admin, target: "", request.OrganisationId, AuditReasons.NameTaken, caller);
                    return AuthError.UserNameTaken;
                }

                var code = await resets.IssueAsync(user.Id);
                await AuditAsync(admin, user.AegisSpeedId.ToString(), user.OrganisationId, refused: null, caller);
                return new CreatedUser { User = mapper.Map<ManagedUser>(user), SetPassword = code };
            },
            cancellationToken
        );
    }

    private Task AuditAsync(User admin, string target, long? organisation, string? refused, Caller caller) =>
        audit.WriteAsync(
            new AuditEvent(AuditActions.UserCreate)
            {
                Actor = admin.AegisSpeedId.ToString(),
                Target = target,
                OrganisationId = organisation,
                Refused = refused,
            },
            caller
        );
}
