using AegisAuth.Application.StepUp;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AuthenticatorRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task TryEnroll_UntilConfirmed_ReplacesTheOneBefore()
    {
        var first = await EnrolledAsync();
        var second = new Authenticator
        {
            UserId = first.UserId,
            ProtectedKey = "second",
            CreatedAt = Now.AddMinutes(1),
        };

        Assert.That(await EnrollAsync(second), Is.True);
        var found = await FindAsync(first.UserId);
        Assert.That(
            (found!.ProtectedKey, found.Confirmed, found.LastStep, found.CreatedAt),
            Is.EqualTo(("second", false, Totp.NoStep, Now.AddMinutes(1)))
        );

        Assert.That(await ConfirmAsync(first), Is.False);
        Assert.That(await ConfirmAsync(second), Is.True);
        Assert.That((await FindAsync(first.UserId))!.Confirmed, Is.True);
        Assert.That(await EnrollAsync(first), Is.False);
        Assert.That((await FindAsync(first.UserId))!.ProtectedKey, Is.EqualTo("second"));
    }

    [Test]
    public async Task TryUseStep_FiftyAtOnce_OneWins_AndEarlierStepsAreGone()
    {
        var app = await EnrolledAsync();

        Assert.That(await WinnersAsync((IAuthenticatorRepository a) => a.TryUseStepAsync(app, 7, CancellationToken.None)), Is.EqualTo(1));
        Assert.That(await CallAsync((IAuthenticatorRepository a) => a.TryUseStepAsync(app, 6, CancellationToken.None)), Is.False);
        Assert.That(await CallAsync((IAuthenticatorRepository a) => a.TryUseStepAsync(app, 8, CancellationToken.None)), Is.True);
    }

    [Test]
    public async Task RecoveryCode_FiftyAtOnce_OneWins()
    {
        var app = await EnrolledAsync();
        byte[][] codes = [Hash(), Hash()];
        await ConfirmAsync(app, codes);
        var stranger = (await UserAsync()).Id;

        Assert.That(
            await CallAsync((IAuthenticatorRepository a) => a.TryUseRecoveryCodeAsync(stranger, codes[0], CancellationToken.None)),
            Is.False
        );
        Assert.That(
            await WinnersAsync((IAuthenticatorRepository a) => a.TryUseRecoveryCodeAsync(app.UserId, codes[0], CancellationToken.None)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task Delete_TakesAppAndCodes()
    {
        var app = await EnrolledAsync();
        var code = Hash();
        await ConfirmAsync(app, code);

        await CallAsync((IAuthenticatorRepository a) => a.DeleteAsync(app.UserId, CancellationToken.None));

        Assert.That(await FindAsync(app.UserId), Is.Null);
        Assert.That(
            await CallAsync((IAuthenticatorRepository a) => a.TryUseRecoveryCodeAsync(app.UserId, code, CancellationToken.None)),
            Is.False
        );
    }

    private async Task<Authenticator> EnrolledAsync()
    {
        var app = new Authenticator
        {
            UserId = (await UserAsync()).Id,
            ProtectedKey = "sealed",
            CreatedAt = Now,
        };
        Assert.That(await EnrollAsync(app), Is.True);
        return app;
    }

    private Task<bool> EnrollAsync(Authenticator app) =>
        CallAsync((IAuthenticatorRepository a) => a.TryEnrollAsync(app, CancellationToken.None));

    private Task<Authenticator?> FindAsync(long userId) =>
        CallAsync((IAuthenticatorRepository a) => a.FindAsync(userId, CancellationToken.None));

    private Task<bool> ConfirmAsync(Authenticator app, params byte[][] codes) =>
        TransactionAsync(services =>
            services.GetRequiredService<IAuthenticatorRepository>().TryConfirmAsync(app, codes, CancellationToken.None)
        );
}
