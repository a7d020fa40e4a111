using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ManagedUserRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [TestCase(UserSort.Id)]
    [TestCase(UserSort.IdDescending)]
    [TestCase(UserSort.UserName)]
    [TestCase(UserSort.UserNameDescending)]
    [TestCase(UserSort.LastLogin)]
    [TestCase(UserSort.LastLoginDescending)]
    public async Task List_PageByPage_BringsEachOnceInOrder(UserSort sort)
    {
        var (organisation, made) = await OrganisationAsync(7);
        var filter = new UserFilter(organisation, null, null, null);
        var expected = Sorted(made, sort).Select(user => user.Id).ToList();

        var seen = new List<long>();
        CursorKey? after = null;
        do
        {
            var page = await ListAsync(filter, sort, after, limit: 3);
            seen.AddRange(page.Select(user => user.Id));
            after = page.Count < 3 ? null : KeyOf(page[^1], sort);
        } while (after is not null);

        Assert.That(seen, Is.EqualTo(expected));
        Assert.That(await CountAsync(filter), Is.EqualTo(7));
    }

    [Test]
    public async Task List_EachFilter_LetsThroughWhatItSays()
    {
        var (organisation, made) = await OrganisationAsync(2);
        var odd = await UserAsync(u =>
            u with
            {
                OrganisationId = organisation,
                Role = AdminRole.OrganisationAdmin,
                Enabled = false,
                Nickname = "50%_[x]~ 管理",
            }
        );

        Assert.That(await IdsAsync(new UserFilter(organisation, AdminRole.OrganisationAdmin, null, null)), Is.EqualTo((long[])[odd.Id]));
        Assert.That(await IdsAsync(new UserFilter(organisation, null, false, null)), Is.EqualTo((long[])[odd.Id]));
        Assert.That(await IdsAsync(new UserFilter(organisation, null, true, null)), Is.EquivalentTo(made.Select(user => user.Id)));
        Assert.That(await IdsAsync(new UserFilter(organisation, null, null, "%_[x]~")), Is.EqualTo((long[])[odd.Id]));
        Assert.That(await IdsAsync(new UserFilter(organisation, null, null, "管理")), Is.EqualTo((long[])[odd.Id]));
        Assert.That(await IdsAsync(new UserFilter(organisation, null, null, "_")), Is.EqualTo((long[])[odd.Id]));
        Assert.That(
            await IdsAsync(new UserFilter(organisation, null, null, odd.UserName.ToUpperInvariant())),
            Is.EqualTo((long[])[odd.Id])
        );
        Assert.That(
            await IdsAsync(new UserFilter(organisation, null, null, odd.AegisSpeedId.ToString().ToLowerInvariant())),
            Is.EqualTo((long[])[odd.Id])
        );
        Assert.That(await IdsAsync(new UserFilter(null, null, null, odd.UserName)), Is.EqualTo((long[])[odd.Id]));
        Assert.That(await CountAsync(new UserFilter(null, null, null, odd.UserName)), Is.EqualTo(1));
    }

    [Test]
    public async Task Set_StateAndRole_AreStored()
    {
        var user = await UserAsync();

        await CallAsync(
            (IManagedUserRepository managed) => managed.SetEnabledAsync(user.Id, false, Now.AddDays(1), CancellationToken.None)
        );
        await CallAsync(
            (IManagedUserRepository managed) =>
                managed.SetRoleAsync(user.Id, AdminRole.OrganisationAdmin, 3, Now.AddDays(2), CancellationToken.None)
        );

        Assert.That(
            await CallAsync((IUserRepository users) => users.FindAsync(user.Id, CancellationToken.None)),
            Is.EqualTo(user with { Enabled = false, Role = AdminRole.OrganisationAdmin, OrganisationId = 3, UpdatedAt = Now.AddDays(2) })
        );
    }

    [Test]
    public async Task Hold_TwoWhoWouldLeaveNobody_OneIsLeft()
    {
        var two = new[] { await SuperAdminAsync(), await SuperAdminAsync() };
        var others = await CountOthersAsync(two[0].Id) - 1;

        // Each goes only where another one stays, not counting those of other tests.
        var gone = await Task.WhenAll(two.Select(one => Task.Run(() => TryDisableAsync(one.Id, others))));

        Assert.That(gone.Count(done => done), Is.EqualTo(1));
        Assert.That(await CountOthersAsync(0), Is.EqualTo(others + 1));
        await CallAsync(
            (IManagedUserRepository managed) =>
                managed.SetEnabledAsync(two[Array.IndexOf(gone, false)].Id, false, Now, CancellationToken.None)
        );
    }

    private Task<bool> TryDisableAsync(long id, long others) =>
        TransactionAsync(async services =>
        {
            var managed = services.GetRequiredService<IManagedUserRepository>();
            await managed.LockAsync(CancellationToken.None);
            if (await managed.CountOtherSuperAdminsAsync(id, CancellationToken.None) <= others)
            {
                return false;
            }

            await managed.SetEnabledAsync(id, false, Now, CancellationToken.None);
            return true;
        });

    private Task<User> SuperAdminAsync() => UserAsync(u => u with { Role = AdminRole.SuperAdmin });

    private Task<long> CountOthersAsync(long id) =>
        CallAsync((IManagedUserRepository managed) => managed.CountOtherSuperAdminsAsync(id, CancellationToken.None));

    private async Task<(long Organisation, IReadOnlyList<User> Users)> OrganisationAsync(int count)
    {
        var users = new List<User>();
        var organisation = (await UserAsync()).Id + 1_000_000;
        for (var i = 0; i < count; i++)
        {
            // Two have the same moment and one has none: the id tells them apart.
            DateTimeOffset? login = i == 2 ? null : Now.AddMinutes(i / 2 * (i % 2 == 0 ? 1 : -1));
            users.Add(await UserAsync(u => u with { OrganisationId = organisation, LastLoginAt = login }));
        }

        return (organisation, users);
    }

    private static IEnumerable<User> Sorted(IEnumerable<User> users, UserSort sort) =>
        sort switch
        {
            UserSort.Id => users.OrderBy(user => user.Id),
            UserSort.IdDescending => users.OrderByDescending(user => user.Id),
            UserSort.UserName => users.OrderBy(user => user.UserName, StringComparer.Ordinal),
            UserSort.UserNameDescending => users.OrderByDescending(user => user.UserName, StringComparer.Ordinal),
            UserSort.LastLogin => users.OrderBy(Login).ThenBy(user => user.Id),
            UserSort.LastLoginDescending => users.OrderByDescending(Login).ThenByDescending(user => user.Id),
        };

    private static CursorKey KeyOf(User user, UserSort sort) =>
        new(UserNames.KeyOf(user.UserName), sort is UserSort.LastLogin or UserSort.LastLoginDescending ? Login(user) : 0, user.Id);

    private static long Login(User user) => user.LastLoginAt?.ToUnixTimeMilliseconds() ?? 0;

    private Task<IReadOnlyList<User>> ListAsync(UserFilter filter, UserSort sort, CursorKey? after, int limit) =>
        CallAsync((IManagedUserRepository managed) => managed.ListAsync(filter, sort, after, limit, CancellationToken.None));

    private Task<long> CountAsync(UserFilter filter) =>
        CallAsync((IManagedUserRepository managed) => managed.CountAsync(filter, CancellationToken.None));

    private async Task<IEnumerable<long>> IdsAsync(UserFilter filter) =>
        (await ListAsync(filter, UserSort.Id, null, limit: 100)).Select(user => user.Id);
}
