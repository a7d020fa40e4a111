using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.AdminLogin;

/// <summary>The four accounts that a newcomer tries the service with. They live in Development and nowhere else.</summary>
public sealed class DevelopmentAccounts(
    IUserRepository users,
    IDevelopmentMark mark,
    IUnitOfWork unitOfWork,
    IPasswordHasher hasher,
    ISecretProtector protector,
    TimeProvider time
)
{
    /// <summary>The password of all four. Public, and therefore worth nothing outside Development.</summary>
    public const string Password = "AegisSpeed-2026";

    private static readonly (string UserName, AdminRole Role, long? Organisation, string Nickname, string ResidentId)[] Accounts =
    [
        ("admin", AdminRole.SuperAdmin, null, "Admin", "110101199003091234"),
        ("manager", AdminRole.Admin, null, "Manager", "110101199003072340"),
        ("orgadmin", AdminRole.OrganisationAdmin, 1, "OrgAdmin", "110101199003073458"),
        ("user", AdminRole.None, 1, "User", "110101199003074565"),
    ];

    /// <summary>Makes the accounts on the first start with an empty database.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await users.FindAsync(AegisSpeedId.FromNumber(1), cancellationToken) is not null || !hasher.TryEnter(out var place))
        {
            return;
        }

        using (place)
        {
            var hash = await place.HashAsync(Password);
            await unitOfWork.RunAsync(
                async () =>
                {
                    foreach (var account in Accounts)
                    {
                        var user = NewUser.Create(await users.NextNumberAsync(cancellationToken), account.UserName, time.GetUtcNow()) with
                        {
                            Role = account.Role,
                            OrganisationId = account.Organisation,
                            Nickname = account.Nickname,
                            PasswordHash = hash,
                            ProtectedResidentId = protector.Protect(SecretPurposes.ResidentId, account.ResidentId),
                        };
                        await users.TryAddAsync(user, cancellationToken);
                    }

                    await mark.SetAsync(cancellationToken);
                    return new Unit();
                },
                cancellationToken
            );
        }
    }

    /// <summary>Whether this database was ever filled with these accounts.</summary>
    public Task<bool> ExistAsync(CancellationToken cancellationToken) => mark.IsSetAsync(cancellationToken);
}

/// <summary>Remembers in the database that it holds development accounts.</summary>
public interface IDevelopmentMark
{
    /// <summary>Sets the mark.</summary>
    Task SetAsync(CancellationToken cancellationToken);

    /// <summary>Whether it is set.</summary>
    Task<bool> IsSetAsync(CancellationToken cancellationToken);
}
