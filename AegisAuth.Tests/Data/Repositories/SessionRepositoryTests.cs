using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class SessionRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Find_StoredSession_BringsItAndItsUser()
    {
        var user = await UserAsync(u =>
            u with
            {
                Role = AdminRole.OrganisationAdmin,
                OrganisationId = 5,
                Nickname = "组织 😀",
                MustChangePassword = true,
            }
        );
        var session = await AddAsync(user);
        var secret = Hash();
        Assert.That(await SetSecretAsync(session, secret, passwordVersion: 0), Is.True);

        var found = await FindAsync(session);

        Assert.That(
            (found!.SessionId, found.Surface, found.CreatedAt, found.ExpiresAt, found.LastSeenAt, found.SecretExpiresAt),
            Is.EqualTo(
                (session.Id, Surface.Admin, session.CreatedAt, session.ExpiresAt, session.LastSeenAt, (DateTimeOffset?)Now.AddMinutes(10))
            )
        );
        Assert.That(
            (found.UserId, found.AegisSpeedId, found.Role, found.OrganisationId, found.Nickname, found.Enabled, found.MustChangePassword),
            Is.EqualTo((user.Id, user.AegisSpeedId, AdminRole.OrganisationAdmin, (long?)5, "组织 😀", true, true))
        );
        Assert.That(found.SecretHash, Is.EqualTo(secret));
    }

    [Test]
    public async Task Find_OtherToken_FindsNobody() =>
        Assert.That(await CallAsync((ISessionRepository sessions) => sessions.FindAsync(Hash(), CancellationToken.None)), Is.Null);

    [Test]
    public async Task FindInConstantTime_FindsItsSessionAndNoNeighbour()
    {
        var session = await AddAsync(await UserAsync());
        var before = (byte[])session.TokenHash.Clone();
        before[^1]--;

        Assert.That((await NearestAsync(session.TokenHash))?.SessionId, Is.EqualTo(session.Id));
        Assert.That(await NearestAsync(before), Is.Null, "the next session is another one");
        Assert.That(await NearestAsync([.. Enumerable.Repeat((byte)0xFF, 32)]), Is.Null, "there is none behind it");
    }

    private Task<AuthenticatedSession?> NearestAsync(byte[] hash) =>
        CallAsync((ISessionRepository sessions) => sessions.FindInConstantTimeAsync(hash, CancellationToken.None));

    [Test]
    public async Task List_LiveSessionsOfTheSurface_LastUsedFirst()
    {
        var user = await UserAsync();
        var older = await AddAsync(user, seen: Now.AddMinutes(1));
        var newer = await AddAsync(user, seen: Now.AddMinutes(2));
        await AddAsync(user, expires: Now);
        await AddAsync(user, Surface.Site);
        await AddAsync(await UserAsync());

        var list = await ListAsync(user);

        Assert.That(list.Select(session => session.Id), Is.EqualTo((string[])[newer.Id, older.Id]));
        Assert.That((list[1].Address, list[1].UserAgent, list[1].TokenHash), Is.EqualTo((older.Address, older.UserAgent, older.TokenHash)));
    }

    [Test]
    public async Task Delete_EachWay_EndsWhatItSays()
    {
        var user = await UserAsync();
        var stranger = await AddAsync(await UserAsync());
        var kept = await AddAsync(user);
        var gone = await AddAsync(user);
        var site = await AddAsync(user, Surface.Site);

        Assert.That(
            await CallAsync((ISessionRepository s) => s.DeleteAsync(user.Id, Surface.Admin, stranger.Id, CancellationToken.None)),
            Is.False
        );
        Assert.That(
            await CallAsync((ISessionRepository s) => s.DeleteAsync(user.Id, Surface.Admin, site.Id, CancellationToken.None)),
            Is.False
        );
        Assert.That(
            await CallAsync((ISessionRepository s) => s.DeleteAsync(user.Id, Surface.Admin, gone.Id, CancellationToken.None)),
            Is.True
        );
        await AddAsync(user);
        await CallAsync((ISessionRepository s) => s.DeleteOthersAsync(user.Id, Surface.Admin, kept.Id, CancellationToken.None));
        Assert.That((await ListAsync(user)).Select(session => session.Id), Is.EqualTo((string[])[kept.Id]));
        Assert.That(await FindAsync(site), Is.Not.Null);
        Assert.That(await CallAsync((ISessionRepository s) => s.DeleteAllAsync(user.Id, kept.Id, CancellationToken.None)), Is.EqualTo(1));
        Assert.That(await FindAsync(kept), Is.Not.Null);
        Assert.That(await FindAsync(site), Is.Null);
        Assert.That(await CallAsync((ISessionRepository s) => s.DeleteAllAsync(user.Id, null, CancellationToken.None)), Is.EqualTo(1));
        Assert.That(await FindAsync(stranger), Is.Not.Null);
    }

    [Test]
    public async Task DeleteSurplus_MoreThanMay_TakesExpiredAndLeastRecentlyUsed()
    {
        var user = await UserAsync();
        var unused = await AddAsync(user, seen: Now.AddMinutes(-9));
        var expired = await AddAsync(user, expires: Now);
        var used = await AddAsync(user, seen: Now.AddMinutes(5));
        var site = await AddAsync(user, Surface.Site, seen: Now.AddDays(-1));
        var newest = await AddAsync(user, seen: Now);

        await CallAsync((ISessionRepository sessions) => sessions.DeleteSurplusAsync(newest, 2, CancellationToken.None));

        Assert.That(await FindAsync(unused), Is.Null);
        Assert.That(await FindAsync(expired), Is.Null);
        Assert.That(await FindAsync(used), Is.Not.Null);
        Assert.That(await FindAsync(site), Is.Not.Null);
        Assert.That(await FindAsync(newest), Is.Not.Null);
    }

    [Test]
    public async Task Touch_OncePerMinute_MovesTheLastUseForward()
    {
        var session = await AddAsync(await UserAsync());

        await TouchAsync(session, Now.AddSeconds(59));
        Assert.That((await FindAsync(session))!.LastSeenAt, Is.EqualTo(Now));
        await TouchAsync(session, Now.AddSeconds(60));
        await TouchAsync(session, Now);
        Assert.That((await FindAsync(session))!.LastSeenAt, Is.EqualTo(Now.AddSeconds(60)));
    }

    [Test]
    public async Task TryMarkRenewed_FiftyAtOnce_OneWins()
    {
        var user = await UserAsync();
        var session = await AddAsync(user, Surface.Site);

        Assert.That(
            await WinnersAsync(
                (ISessionRepository sessions) => sessions.TryMarkRenewedAsync(session.Id, user.Id, Now, CancellationToken.None)
            ),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task TryMarkRenewed_ExpiredOrDisabled_IsRefused()
    {
        var user = await UserAsync();
        var expired = await AddAsync(user, expires: Now);
        var disabled = await UserAsync(u => u with { Enabled = false });
        var live = await AddAsync(disabled);

        Assert.That(
            await CallAsync((ISessionRepository s) => s.TryMarkRenewedAsync(expired.Id, user.Id, Now, CancellationToken.None)),
            Is.False
        );
        Assert.That(
            await CallAsync((ISessionRepository s) => s.TryMarkRenewedAsync(live.Id, disabled.Id, Now, CancellationToken.None)),
            Is.False
        );
    }

    [Test]
    public async Task Secret_OnlyOverTheCheckedHash_AndEndsWhereItIsEnded()
    {
        var user = await UserAsync(u => u with { PasswordHash = "checked" });
        var one = await AddAsync(user);
        var other = await AddAsync(user);

        Assert.That(await SetSecretAsync(one, Hash(), passwordVersion: 1), Is.False);
        Assert.That(await SetSecretAsync(one, Hash(), passwordVersion: 0), Is.True);
        Assert.That(await SetSecretAsync(other, Hash(), passwordVersion: 0), Is.True);
        await CallAsync((ISessionRepository sessions) => sessions.DeleteSecretsAsync(user.Id, one.Id, CancellationToken.None));

        Assert.That((await FindAsync(one))!.SecretHash, Is.Not.Null);
        Assert.That((await FindAsync(other))!.SecretHash, Is.Null);
        Assert.That((await FindAsync(other))!.SecretExpiresAt, Is.Null);
        await CallAsync((IManagedUserRepository managed) => managed.SetEnabledAsync(user.Id, false, Now, CancellationToken.None));
        Assert.That(await SetSecretAsync(one, Hash(), passwordVersion: 0), Is.False);
    }

    [Test]
    public async Task Secret_ByPassword_NotOnceAnAppIsConfirmed()
    {
        var user = await UserAsync(u => u with { PasswordHash = "checked" });
        var session = await AddAsync(user);
        var app = new Authenticator
        {
            UserId = user.Id,
            ProtectedKey = "key",
            CreatedAt = Now,
        };
        await CallAsync((IAuthenticatorRepository apps) => apps.TryEnrollAsync(app, CancellationToken.None));
        Assert.That(await SetSecretAsync(session, Hash(), passwordVersion: 0), Is.True);

        await TransactionAsync(services =>
            services.GetRequiredService<IAuthenticatorRepository>().TryConfirmAsync(app, [], CancellationToken.None)
        );

        Assert.That(await SetSecretAsync(session, Hash(), passwordVersion: 0), Is.False);
        Assert.That(await SetSecretAsync(session, Hash(), passwordVersion: 0, bySecondFactor: true), Is.True);
    }

    [Test]
    public async Task Changes_OfAccess_RaiseTheNumberOfTheUsersGroupAndNothingElseDoes()
    {
        var user = await UserAsync(u => u with { PasswordHash = "checked" });
        var session = await AddAsync(user);
        var group = SessionFreshness.GroupOf(user.Id);

        var before = await NumbersAsync();
        await AddAsync(user);
        await TouchAsync(session, Now.AddMinutes(2));
        await CallAsync((ISessionRepository s) => s.DeleteAsync(user.Id, Surface.Admin, "another", CancellationToken.None));
        await CallAsync((ISessionRepository s) => s.DeleteSurplusAsync(session, 20, CancellationToken.None));
        await CallAsync((IUserRepository users) => users.TryRecordLoginAsync(user.Id, 0, Now, CancellationToken.None));
        Assert.That(await NumbersAsync(), Is.EqualTo(before));

        Assert.That(await SetSecretAsync(session, Hash(), passwordVersion: 0), Is.True);
        var after = await NumbersAsync();
        Assert.That(after[group], Is.EqualTo(before[group] + 1));
        Assert.That(after.Where((_, i) => i != group), Is.EqualTo(before.Where((_, i) => i != group)));
        await CallAsync((IManagedUserRepository managed) => managed.SetEnabledAsync(user.Id, false, Now, CancellationToken.None));
        Assert.That(await CallAsync((ISessionRepository s) => s.DeleteAllAsync(user.Id, null, CancellationToken.None)), Is.EqualTo(2));
        Assert.That((await NumbersAsync())[group], Is.EqualTo(before[group] + 3));
    }

    [Test]
    public async Task Changes_TakenBack_AreNotAnnounced()
    {
        var user = await UserAsync();
        var session = await AddAsync(user);
        var before = await NumbersAsync();

        await Assert.ThatAsync(
            () =>
                TransactionAsync<Unit>(async services =>
                {
                    await services.GetRequiredService<ISessionRepository>().DeleteAllAsync(user.Id, null, CancellationToken.None);
                    throw new TimeoutException();
                }),
            Throws.TypeOf<TimeoutException>()
        );

        Assert.That(await NumbersAsync(), Is.EqualTo(before));
        Assert.That(await FindAsync(session), Is.Not.Null);
    }

    private Task<IReadOnlyList<long>> NumbersAsync() =>
        CallAsync((ISessionVersionRepository changes) => changes.ReadAsync(CancellationToken.None));

    private async Task<Session> AddAsync(
        User user,
        Surface surface = Surface.Admin,
        DateTimeOffset? seen = null,
        DateTimeOffset? expires = null
    )
    {
        var session = new Session
        {
            Id = RandomSecret.CreateId(),
            TokenHash = Hash(),
            UserId = user.Id,
            Surface = surface,
            CreatedAt = Now,
            ExpiresAt = expires ?? Now.AddDays(7),
            LastSeenAt = seen ?? Now,
            Address = "2001:db8::ffff",
            UserAgent = "浏览器 😀",
        };
        await CallAsync((ISessionRepository sessions) => sessions.AddAsync(session, CancellationToken.None));
        return session;
    }

    private Task TouchAsync(Session session, DateTimeOffset at) =>
        CallAsync(
            (ISessionRepository sessions) =>
                sessions.TouchAsync(new SessionUse(session.Id, session.UserId, at, LastSeenBuffer.Exactness), CancellationToken.None)
        );

    private Task<AuthenticatedSession?> FindAsync(Session session) =>
        CallAsync((ISessionRepository sessions) => sessions.FindAsync(session.TokenHash, CancellationToken.None));

    private Task<IReadOnlyList<Session>> ListAsync(User user) =>
        CallAsync((ISessionRepository sessions) => sessions.ListAsync(user.Id, Surface.Admin, Now, CancellationToken.None));

    private Task<bool> SetSecretAsync(Session session, byte[] hash, long passwordVersion, bool bySecondFactor = false) =>
        CallAsync(
            (ISessionRepository sessions) =>
                sessions.TrySetSecretAsync(
                    new SecretOfSession(session.Id, session.UserId, hash, Now.AddMinutes(10), passwordVersion, bySecondFactor),
                    CancellationToken.None
                )
        );
}
