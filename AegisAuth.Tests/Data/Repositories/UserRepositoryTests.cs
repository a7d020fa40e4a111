using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class UserRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    private const string Hash1 = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    private const string Hash2 = "$argon2id$v=19$m=19456,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

    [Test]
    public async Task Find_EveryColumn_ComesBackAsItWasStored()
    {
        var user = await UserAsync(u =>
            u with
            {
                Role = AdminRole.OrganisationAdmin,
                OrganisationId = 7,
                Enabled = false,
                Nickname = "管理员 😀",
                PasswordHash = Hash1,
                MustChangePassword = true,
                ProtectedResidentId = "sealed",
                Email = "é@例子.cn",
                Phone = "+86 138-0013-8000",
                RealName = "张伟",
                AvatarUrl = "https://example.com/头像.png",
                ParentId = long.MaxValue,
                GroupId = 2,
                IsRetailer = 1,
                Balance = -3,
                TotalReward = 4,
                LastLoginAt = Now.AddMilliseconds(1),
                ExpiresAt = Now.AddYears(50),
                UpdatedAt = Now.AddMilliseconds(2),
            }
        );

        Assert.That(await FindAsync(user.Id), Is.EqualTo(user));
        Assert.That(
            await CallAsync((IUserRepository users) => users.FindAsync(user.AegisSpeedId, CancellationToken.None)),
            Is.EqualTo(user)
        );
    }

    [Test]
    public async Task Find_ColumnsWithoutValue_AreNull()
    {
        var user = await UserAsync();

        var found = await FindAsync(user.Id);

        Assert.That(found, Is.EqualTo(user));
        Assert.That(
            (found!.OrganisationId, found.PasswordHash, found.LastLoginAt, found.ExpiresAt),
            Is.EqualTo(((long?)null, (string?)null, (DateTimeOffset?)null, (DateTimeOffset?)null))
        );
    }

    [Test]
    public async Task TryAdd_NameThatDiffersByCaseOrUnicodeFormOnly_IsTaken()
    {
        var user = await UserAsync();
        var inAnotherForm = user.UserName[..1].ToUpperInvariant() + "Ｕ" + user.UserName[1..];
        var wide = await UserAsync(u => u with { UserName = inAnotherForm });

        Assert.That(await TryAddAsync(u => u with { UserName = user.UserName.ToUpperInvariant() }), Is.False);
        Assert.That(await TryAddAsync(u => u with { UserName = wide.UserName.Replace('Ｕ', 'u') }), Is.False);
    }

    [Test]
    public async Task TryAdd_Refused_LeavesTheTransactionUsable()
    {
        var user = await UserAsync();

        var second = await TransactionAsync(async services =>
        {
            var users = services.GetRequiredService<IUserRepository>();
            var number = await users.NextNumberAsync(CancellationToken.None);
            var fresh = NewUser.Create(number, user.UserName, Now);
            Assert.That(await users.TryAddAsync(fresh, CancellationToken.None), Is.False);
            fresh = fresh with { UserName = user.UserName + "-2" };
            Assert.That(await users.TryAddAsync(fresh, CancellationToken.None), Is.True);
            return fresh;
        });

        Assert.That(await FindAsync(second.Id), Is.EqualTo(second));
    }

    [Test]
    public async Task TryAddNext_NameTaken_SaysSoInTheRunThatIsCommitted()
    {
        var user = await UserAsync();

        var second = await TransactionAsync(async services =>
        {
            var users = services.GetRequiredService<IUserRepository>();
            var refused = await users.TryAddNextAsync(number => NewUser.Create(number, user.UserName, Now), CancellationToken.None);
            return refused
                ?? await users.TryAddNextAsync(number => NewUser.Create(number, user.UserName + "-2", Now), CancellationToken.None);
        });

        Assert.That(second!.UserName, Is.EqualTo(user.UserName + "-2"));
        Assert.That(await FindAsync(second.Id), Is.EqualTo(second));
    }

    [Test]
    public async Task TryAddNext_NumberThatAnImportHasGivenAway_IsPassedOver()
    {
        var before = await UserAsync();
        // One ahead of the count, as an import that keeps ids leaves it.
        await TransactionAsync(async services =>
            await services
                .GetRequiredService<IUserRepository>()
                .TryAddAsync(NewUser.Create(before.Id + 1, before.UserName + "-kept", Now), CancellationToken.None)
        );

        var next = await TransactionAsync(services =>
            services
                .GetRequiredService<IUserRepository>()
                .TryAddNextAsync(number => NewUser.Create(number, before.UserName + "-next", Now), CancellationToken.None)
        );

        Assert.That(next!.Id, Is.EqualTo(before.Id + 2));
        Assert.That(await FindAsync(next.Id), Is.EqualTo(next));
    }

    [Test]
    public async Task RecordLogin_ExpectedAndWrong_UndoesWhatWentWithItAndSaysSo()
    {
        var user = await UserAsync();
        var runs = 0;

        var recorded = await TransactionAsync(async services =>
        {
            runs++;
            var users = services.GetRequiredService<IUserRepository>();
            var told = await users.TryRecordLoginAsync(user.Id, passwordVersion: 7, Now, CancellationToken.None);
            if (told)
            {
                await users.TrySetPasswordAsync(user, Hash2, Now, CancellationToken.None);
            }

            return told;
        });

        Assert.That(recorded, Is.False);
        Assert.That(runs, Is.LessThanOrEqualTo(2));
        Assert.That(await FindAsync(user.Id), Is.EqualTo(user));
    }

    [Test]
    public async Task Transaction_ThatThrows_LeavesNothing()
    {
        var number = 0L;

        Assert.That(
            () =>
                TransactionAsync<User>(async services =>
                {
                    var users = services.GetRequiredService<IUserRepository>();
                    number = await users.NextNumberAsync(CancellationToken.None);
                    await users.TryAddAsync(NewUser.Create(number, $"never-{RandomSecret.CreateId()}"[..30], Now), CancellationToken.None);
                    throw new InvalidOperationException("undo");
                }),
            Throws.InvalidOperationException
        );

        // Other fixtures take numbers of the same database meanwhile, so the next one need not be this one.
        Assert.That(await FindAsync(number), Is.Null);
    }

    [Test]
    public async Task NextNumber_FiftyAtOnce_AreAllDifferent()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => UserAsync())));

        Assert.That(users.Select(user => user.Id), Is.Unique);
    }

    [Test]
    public async Task FindByName_ContactGoesBeforeName_AndKeysCompareExactly()
    {
        var named = await UserAsync();
        var proven = await UserAsync();
        var contact = $"email:{RandomSecret.CreateId()}@example.com";
        await CallAsync((IAccountProfileRepository details) => details.TryAddContactAsync(contact, proven.Id, Now, CancellationToken.None));
        var nameKey = UserNames.KeyOf(named.UserName);

        Assert.That((await ByNameAsync(contact, nameKey))?.Id, Is.EqualTo(proven.Id));
        Assert.That((await ByNameAsync("email:nobody@example.com", nameKey))?.Id, Is.EqualTo(named.Id));
        Assert.That((await ByNameAsync(null, nameKey))?.Id, Is.EqualTo(named.Id));
        Assert.That(await ByNameAsync(null, nameKey.ToUpperInvariant()), Is.Null);
        Assert.That(await ByNameAsync(null, null), Is.Null);
    }

    [Test]
    public async Task Password_ChangesOnlyOverTheVersionThatWasChecked()
    {
        var user = await UserAsync(u => u with { MustChangePassword = true });

        Assert.That(await SetPasswordAsync(user.Id, 1, Hash1), Is.False);
        Assert.That(await SetPasswordAsync(user.Id, 0, Hash1), Is.True);
        Assert.That(await SetPasswordAsync(user.Id, 0, Hash2), Is.False);
        Assert.That(await RecordLoginAsync(user.Id, 0), Is.False);
        Assert.That(await ConfirmAsync(user.Id, 0), Is.False);
        // Another hash of the same password is no other password.
        await CallAsync((IUserRepository users) => users.UpgradePasswordHashAsync(user.Id, Hash2, "other", CancellationToken.None));
        await CallAsync((IUserRepository users) => users.UpgradePasswordHashAsync(user.Id, Hash1, Hash2, CancellationToken.None));
        Assert.That(await RecordLoginAsync(user.Id, 1), Is.True);
        Assert.That(await ConfirmAsync(user.Id, 1), Is.True);

        var found = await FindAsync(user.Id);
        Assert.That(
            (found!.PasswordHash, found.PasswordVersion, found.MustChangePassword, found.LastLoginAt),
            Is.EqualTo((Hash2, 1L, false, (DateTimeOffset?)Now))
        );
        Assert.That((found.PasswordChangedAt, found.PasswordSince), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)Now)));
    }

    [Test]
    public async Task Password_JudgedByAnotherRole_IsNotSet()
    {
        var user = await UserAsync();

        Assert.That(await SetPasswordAsync(user.Id, 0, Hash1, AdminRole.Admin), Is.False);
        Assert.That(await SetPasswordAsync(user.Id, 0, Hash1), Is.True);
    }

    [Test]
    public async Task PasswordSince_NeverChanged_IsWhenTheAccountWasMade()
    {
        var with = await FindAsync((await UserAsync(u => u with { PasswordHash = Hash1 })).Id);
        var without = await FindAsync((await UserAsync(u => u with { PasswordHash = null })).Id);

        Assert.That((with!.PasswordChangedAt, with.PasswordSince), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)with.CreatedAt)));
        Assert.That(without!.PasswordSince, Is.Null);
    }

    [Test]
    public async Task RecordLogin_DisabledUser_IsRefused()
    {
        var user = await UserAsync(u => u with { Enabled = false });

        Assert.That(await RecordLoginAsync(user.Id, 0), Is.False);
        Assert.That(await ConfirmAsync(user.Id, 0), Is.False);
    }

    [Test]
    public async Task SetPassword_FiftyAtOnce_OneWins()
    {
        var user = await UserAsync();

        var won = await WinnersAsync((IUserRepository users) => users.TrySetPasswordAsync(user, Hash1, Now, CancellationToken.None));

        Assert.That(won, Is.EqualTo(1));
    }

    [Test]
    public async Task AnyAdmin_EnabledAdministrator_IsFound()
    {
        await UserAsync(u => u with { Role = AdminRole.Admin });

        Assert.That(await CallAsync((IUserRepository users) => users.AnyAdminAsync(CancellationToken.None)), Is.True);
    }

    private Task<User?> FindAsync(long id) => CallAsync((IUserRepository users) => users.FindAsync(id, CancellationToken.None));

    private Task<User?> ByNameAsync(string? contactKey, string? nameKey) =>
        CallAsync((IUserRepository users) => users.FindByNameAsync(contactKey, nameKey, CancellationToken.None));

    private Task<bool> SetPasswordAsync(long id, long version, string next, AdminRole role = AdminRole.None) =>
        CallAsync(
            (IUserRepository users) =>
                users.TrySetPasswordAsync(
                    new User
                    {
                        Id = id,
                        PasswordVersion = version,
                        Role = role,
                    },
                    next,
                    Now,
                    CancellationToken.None
                )
        );

    private Task<bool> RecordLoginAsync(long id, long version) =>
        CallAsync((IUserRepository users) => users.TryRecordLoginAsync(id, version, Now, CancellationToken.None));

    private Task<bool> ConfirmAsync(long id, long version) =>
        CallAsync((IUserRepository users) => users.TryConfirmPasswordAsync(id, version, CancellationToken.None));

    private Task<bool> TryAddAsync(Func<User, User> change) =>
        TransactionAsync(async services =>
        {
            var users = services.GetRequiredService<IUserRepository>();
            var number = await users.NextNumberAsync(CancellationToken.None);
            return await users.TryAddAsync(change(NewUser.Create(number, "unused", Now)), CancellationToken.None);
        });
}
