using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ExternalIdentityRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Find_EveryColumn_ComesBack_AndSubjectsCompareExactly()
    {
        var identity = await IdentityAsync();
        Assert.That(await AddAsync(identity), Is.True);
        Assert.That(await AddAsync(identity with { Id = RandomSecret.CreateId() }), Is.False);
        Assert.That(await AddAsync(identity with { Subject = identity.Subject.ToUpperInvariant(), IsAlias = true }), Is.True);
        Assert.That(await AddAsync(identity with { AppId = "another" }), Is.True);

        Assert.That(await FindAsync(identity), Is.EqualTo(identity));
        Assert.That((await FindAsync(identity with { Subject = identity.Subject.ToUpperInvariant() }))!.IsAlias, Is.True);
        Assert.That(await FindAsync(identity with { Provider = "wechat" }), Is.Null);
    }

    [Test]
    public async Task TryAdd_FiftyAtOnce_OneWins()
    {
        var identity = await IdentityAsync();

        Assert.That(await WinnersAsync((IExternalIdentityRepository e) => e.TryAddAsync(identity, CancellationToken.None)), Is.EqualTo(1));
    }

    [Test]
    public async Task List_WithoutAliases_AndTouchedOnesShowIt()
    {
        var identity = await IdentityAsync();
        await AddAsync(identity);
        await AddAsync(identity with { Subject = "alias" + identity.Subject, IsAlias = true });
        var touched = identity with { DisplayName = "新名字 😀", LastLoginAt = Now.AddDays(1), UnionFamily = null, UnionId = null };

        await CallAsync((IExternalIdentityRepository e) => e.TouchAsync(touched, CancellationToken.None));

        var list = await CallAsync((IExternalIdentityRepository e) => e.ListAsync(identity.UserId, CancellationToken.None));
        Assert.That(list, Is.EqualTo((ExternalIdentity[])[touched]));
    }

    [Test]
    public async Task Union_BelongsToOne_AndGoesWithTheLastIdentityThatHasIt()
    {
        var identity = await IdentityAsync();
        var union = new UnionId(identity.UnionFamily!, identity.UnionId!);
        var sibling = identity with { Id = RandomSecret.CreateId(), AppId = "sibling" };
        await AddAsync(identity);
        await AddAsync(sibling);

        Assert.That(
            await WinnersAsync((IExternalIdentityRepository e) => e.TryAddUnionAsync(union, identity.UserId, CancellationToken.None)),
            Is.EqualTo(1)
        );
        Assert.That(await OwnerAsync(union), Is.EqualTo(identity.UserId));
        Assert.That(await RemoveAsync(sibling), Is.True);
        Assert.That(await RemoveAsync(sibling), Is.False);
        Assert.That(await OwnerAsync(union), Is.EqualTo(identity.UserId));
        Assert.That(await RemoveAsync(identity), Is.True);
        Assert.That(await OwnerAsync(union), Is.Null);
    }

    [Test]
    public async Task Contact_FindsTheUserWhoHasProvenIt()
    {
        var user = await UserAsync();
        var contact = $"email:{user.UserName}@example.com";
        await CallAsync((IAccountProfileRepository details) => details.TryAddContactAsync(contact, user.Id, Now, CancellationToken.None));

        Assert.That(
            await CallAsync((IExternalIdentityRepository e) => e.FindByVerifiedContactAsync(contact, CancellationToken.None)),
            Is.EqualTo(user.Id)
        );
        Assert.That(
            await CallAsync((IExternalIdentityRepository e) => e.FindByVerifiedContactAsync(contact + "x", CancellationToken.None)),
            Is.Null
        );
    }

    [Test]
    public async Task TryHoldUser_EnabledOnly()
    {
        var enabled = await UserAsync();
        var disabled = await UserAsync(u => u with { Enabled = false });

        Assert.That(await CallAsync((IExternalIdentityRepository e) => e.TryLockUserAsync(enabled.Id, CancellationToken.None)), Is.True);
        Assert.That(await CallAsync((IExternalIdentityRepository e) => e.TryLockUserAsync(disabled.Id, CancellationToken.None)), Is.False);
    }

    private async Task<ExternalIdentity> IdentityAsync() =>
        new()
        {
            Provider = "weapp",
            AppId = "wx0123456789abcdef",
            Subject = "o" + RandomSecret.CreateId(),
            Id = RandomSecret.CreateId(),
            UserId = (await UserAsync()).Id,
            UnionFamily = "wechat",
            UnionId = "u" + RandomSecret.CreateId(),
            DisplayName = "微信用户 😀",
            CreatedAt = Now,
            LastLoginAt = Now.AddMilliseconds(1),
        };

    private Task<bool> AddAsync(ExternalIdentity identity) =>
        CallAsync((IExternalIdentityRepository e) => e.TryAddAsync(identity, CancellationToken.None));

    private Task<bool> RemoveAsync(ExternalIdentity identity) =>
        CallAsync((IExternalIdentityRepository e) => e.TryRemoveAsync(identity, CancellationToken.None));

    private Task<long?> OwnerAsync(UnionId union) =>
        CallAsync((IExternalIdentityRepository e) => e.FindUnionAsync(union, CancellationToken.None));

    private Task<ExternalIdentity?> FindAsync(ExternalIdentity identity) =>
        CallAsync(
            (IExternalIdentityRepository e) => e.FindAsync(identity.Provider, identity.AppId, identity.Subject, CancellationToken.None)
        );
}
