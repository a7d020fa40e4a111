using AegisAuth.Application.Captcha;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

/// <summary>Long before everything that other tests store, so that nothing of theirs is swept.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ExpiredRowRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    private static readonly DateTimeOffset LongAgo = Now.AddYears(-10);

    [TestCase(ExpiredKind.Sessions)]
    [TestCase(ExpiredKind.AuthorizationStates)]
    [TestCase(ExpiredKind.Captchas)]
    [TestCase(ExpiredKind.OneTimeCodes)]
    [TestCase(ExpiredKind.IdempotentAnswers)]
    [TestCase(ExpiredKind.Attempts)]
    [TestCase(ExpiredKind.AccountAttempts)]
    public async Task Delete_InBatches_TakesWhatHasExpiredAndNothingElse(ExpiredKind kind)
    {
        for (var i = 0; i < 3; i++)
        {
            await AddAsync(kind, LongAgo);
        }

        await AddAsync(kind, LongAgo.AddMilliseconds(1));

        Assert.That(await DeleteAsync(kind, LongAgo, batch: 2), Is.EqualTo(2));
        Assert.That(await DeleteAsync(kind, LongAgo, batch: 2), Is.EqualTo(1));
        Assert.That(await DeleteAsync(kind, LongAgo, batch: 2), Is.Zero);
        Assert.That(await DeleteAsync(kind, LongAgo.AddMilliseconds(1), batch: 2), Is.EqualTo(1));
    }

    [Test]
    public async Task Delete_AttemptsOfAnAccount_StayWhileTheyCount()
    {
        var key = "account:" + RandomSecret.CreateId();
        await WriteAsync(
            new AttemptCount
            {
                Key = key,
                Failures = 99,
                TouchedAt = LongAgo.AddDays(-1),
            }
        );

        Assert.That(await DeleteAsync(ExpiredKind.Attempts, LongAgo.AddDays(-1), batch: 10), Is.Zero);
        Assert.That(await DeleteAsync(ExpiredKind.AccountAttempts, LongAgo.AddDays(-1), batch: 10), Is.EqualTo(1));
    }

    [Test]
    public async Task Delete_AttemptsOfOneTimeCodes_GoWithThoseOfAddresses()
    {
        foreach (var account in (string[])[AttemptKeys.OneTimeCode("mailed"), AttemptKeys.ExternalCode("weapp", "code")])
        {
            await WriteAsync(
                new AttemptCount
                {
                    Key = AttemptKeySet.Of(account, "127.0.0.1").Account,
                    Failures = 1,
                    TouchedAt = LongAgo.AddDays(-1),
                }
            );
        }

        Assert.That(await DeleteAsync(ExpiredKind.Attempts, LongAgo.AddDays(-1), batch: 10), Is.EqualTo(2));
    }

    private async Task AddAsync(ExpiredKind kind, DateTimeOffset at)
    {
        switch (kind)
        {
            case ExpiredKind.Sessions:
                var session = new Session
                {
                    Id = RandomSecret.CreateId(),
                    TokenHash = Hash(),
                    UserId = (await UserAsync()).Id,
                    Surface = Surface.Site,
                    CreatedAt = at,
                    ExpiresAt = at,
                    LastSeenAt = at,
                };
                await CallAsync((ISessionRepository sessions) => sessions.AddAsync(session, CancellationToken.None));
                break;
            case ExpiredKind.AuthorizationStates:
                var state = new StoredState
                {
                    StateHash = Hash(),
                    BrowserHash = Hash(),
                    ExpiresAt = at,
                };
                await CallAsync((IAuthorizationStateRepository states) => states.TryAddAsync(state, CancellationToken.None));
                break;
            case ExpiredKind.Captchas:
                // A new one sweeps the table itself, as of its own time.
                var captcha = new StoredCaptcha { IdHash = Hash(), ExpiresAt = at };
                await CallAsync((ICaptchaRepository captchas) => captchas.AddAsync(captcha, at.AddYears(-1), CancellationToken.None));
                break;
            case ExpiredKind.OneTimeCodes:
                var code = new OneTimeCode
                {
                    CodeHash = Hash(),
                    UserId = (await UserAsync()).Id,
                    ExpiresAt = at,
                };
                await CallAsync((IOneTimeCodeRepository codes) => codes.AddAsync(code, CancellationToken.None));
                break;
            case ExpiredKind.IdempotentAnswers:
                var answer = new StoredAnswer
                {
                    KeyHash = Hash(),
                    RequestHash = Hash(),
                    ExpiresAt = at,
                };
                await CallAsync(
                    (IIdempotentAnswerRepository answers) => answers.TryTakeAsync(answer, at.AddDays(-1), CancellationToken.None)
                );
                break;
            case ExpiredKind.Attempts:
                await WriteAsync(new AttemptCount { Key = "pair:" + RandomSecret.CreateId(), TouchedAt = at });
                break;
            case ExpiredKind.AccountAttempts:
                await WriteAsync(
                    new AttemptCount
                    {
                        Key = "account:" + RandomSecret.CreateId(),
                        Failures = 1,
                        TouchedAt = at,
                    }
                );
                break;
            default:
                throw new NotSupportedException(kind.ToString());
        }
    }

    private Task<bool> WriteAsync(AttemptCount count) =>
        CallAsync((ILoginAttemptRepository attempts) => attempts.TryWriteAsync(count, CancellationToken.None));

    private Task<int> DeleteAsync(ExpiredKind kind, DateTimeOffset before, int batch) =>
        CallAsync((IExpiredRowRepository rows) => rows.DeleteAsync(kind, before, batch, CancellationToken.None));
}
