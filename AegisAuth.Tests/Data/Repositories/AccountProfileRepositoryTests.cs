using AegisAuth.Application.Account;
using AegisAuth.Application.Users;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AccountProfileRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Change_NamedFields_LeavesTheRest()
    {
        var user = await UserAsync(u => u with { RealName = "before", Phone = "13800138000" });

        await ChangeAsync(new DetailChange(user.Id, "张伟", null, "a@example.com", null, Now.AddDays(1)));
        await ChangeAsync(new DetailChange(user.Id, null, "https://example.com/a.png", null, "", Now.AddDays(2)));

        Assert.That(
            await CallAsync((IUserRepository users) => users.FindAsync(user.Id, CancellationToken.None)),
            Is.EqualTo(
                user with
                {
                    RealName = "张伟",
                    AvatarUrl = "https://example.com/a.png",
                    Email = "a@example.com",
                    Phone = "",
                    UpdatedAt = Now.AddDays(2),
                }
            )
        );
    }

    [Test]
    public async Task Inviter_FoundByTheExactCode()
    {
        var user = await UserAsync();

        Assert.That(await InviterAsync(user.InviteCode), Is.EqualTo(user.Id));
        Assert.That(await InviterAsync(user.InviteCode.ToUpperInvariant() + "x"), Is.Null);
    }

    [Test]
    public async Task Contacts_BelongToOneUser_AndGoByKind()
    {
        var user = await UserAsync();
        var (mail, next, phone) = ($"email:a@{user.UserName}.cn", $"email:b@{user.UserName}.cn", $"phone:8613{user.Id:000000000}");

        Assert.That(
            await WinnersAsync(
                (IAccountProfileRepository details) => details.TryAddContactAsync(mail, user.Id, Now, CancellationToken.None)
            ),
            Is.EqualTo(1)
        );
        Assert.That(await AddAsync((await UserAsync()).Id, mail), Is.False);
        await AddAsync(user.Id, next);
        await AddAsync(user.Id, phone);

        await DropAsync(user.Id, ContactKeys.EmailPrefix, next);
        Assert.That(await ListAsync(user.Id), Is.EquivalentTo((string[])[next, phone]));
        await DropAsync(user.Id, ContactKeys.EmailPrefix, exceptKey: null);
        Assert.That(await ListAsync(user.Id), Is.EqualTo((string[])[phone]));
    }

    private Task<bool> ChangeAsync(DetailChange change) =>
        CallAsync((IAccountProfileRepository details) => details.TryChangeAsync(change, CancellationToken.None));

    private Task<long?> InviterAsync(string code) =>
        CallAsync((IAccountProfileRepository details) => details.FindInviterAsync(code, CancellationToken.None));

    private Task<bool> AddAsync(long userId, string key) =>
        CallAsync((IAccountProfileRepository details) => details.TryAddContactAsync(key, userId, Now, CancellationToken.None));

    private Task DropAsync(long userId, string prefix, string? exceptKey) =>
        CallAsync((IAccountProfileRepository details) => details.DropContactsAsync(userId, prefix, exceptKey, CancellationToken.None));

    private Task<IReadOnlyList<string>> ListAsync(long userId) =>
        CallAsync((IAccountProfileRepository details) => details.ListContactsAsync(userId, CancellationToken.None));
}
