using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.AdminLogin;

/// <summary>Section <c>Bootstrap</c>.</summary>
public sealed class BootstrapOptions
{
    internal const string WeakPassword =
        "Bootstrap:AdminPassword must be a password that an administrator may choose: "
        + "Password:AdminMinLength to 128 characters of Password:MinClasses kinds, no control characters, neither common nor a name of the account.";

    /// <summary>
    /// The first password of the first administrator, under the rules for a password of an administrator; absent, one
    /// is drawn and printed once.
    /// </summary>
    public string? AdminPassword { get; set; }

    internal bool IsAcceptable(PasswordPolicy policy) =>
        string.IsNullOrEmpty(AdminPassword)
        || policy.Check(AdminPassword, new PasswordOwner(AdminRole.SuperAdmin, UserName: BootstrapAdmin.UserName)) is null;
}

/// <summary>Makes the first administrator where there is none, outside Development.</summary>
public sealed class BootstrapAdmin(
    IUserRepository users,
    IUnitOfWork unitOfWork,
    IPasswordHasher hasher,
    AuditLog audit,
    IOptions<BootstrapOptions> options,
    TimeProvider time
)
{
    internal const string UserName = "admin";

    private static readonly Caller Console = new("local", "", "start");

    /// <summary>
    /// Makes a super admin who must change the password before anything else answers. A drawn password is given to
    /// <paramref name="print"/> before the account is committed: a password that was never shown would lock the operator out.
    /// </summary>
    public async Task CreateAsync(Action<AegisSpeedId, string> print, CancellationToken cancellationToken)
    {
        if (await users.AnyAdminAsync(cancellationToken) || !hasher.TryEnter(out var place))
        {
            return;
        }

        using (place)
        {
            var chosen = options.Value.AdminPassword;
            var password = string.IsNullOrEmpty(chosen) ? RandomSecret.Create() : chosen;
            var hash = await place.HashAsync(password);
            await unitOfWork.RunAsync(
                async () =>
                {
                    var number = await users.NextNumberAsync(cancellationToken);
                    var admin = NewUser.Create(number, UserName, time.GetUtcNow()) with
                    {
                        Role = AdminRole.SuperAdmin,
                        Nickname = "Admin",
                        PasswordHash = hash,
                        MustChangePassword = true,
                    };
                    if (!await users.TryAddAsync(admin, cancellationToken))
                    {
                        admin = admin with { UserName = $"{UserName}-{admin.AegisSpeedId}" };
                        await users.TryAddAsync(admin, cancellationToken);
                    }

                    await audit.WriteAsync(new AuditEvent(AuditActions.Bootstrap) { Target = admin.AegisSpeedId.ToString() }, Console);
                    if (string.IsNullOrEmpty(chosen))
                    {
                        print(admin.AegisSpeedId, password);
                    }

                    return new Unit();
                },
                cancellationToken
            );
        }
    }
}
