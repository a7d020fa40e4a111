using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;

namespace AegisAuth.Application.Organisations;

/// <summary>The organisation of the development accounts. It lives in Development and nowhere else.</summary>
public sealed class DevelopmentOrganisation(
    IOrganisations organisations,
    IManagedUserRepository managed,
    IUnitOfWork unitOfWork,
    TimeProvider time
)
{
    private const string Name = "示例组织";

    private const long Number = 1;

    /// <summary>Names it, unless it has a name already or another one is called so.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(
            async () =>
            {
                await managed.LockAsync(cancellationToken);
                var known = await organisations.ListAsync(Number, 0, 1, cancellationToken);
                var key = UserNames.KeyOf(Name);
                if (known is [{ Name: "" }] && await organisations.FindByNameAsync(key, cancellationToken) is null)
                {
                    await organisations.SetNameAsync(
                        new Organisation { Id = Number, Name = Name },
                        key,
                        time.GetUtcNow(),
                        cancellationToken
                    );
                }

                return new Unit();
            },
            cancellationToken
        );
}
