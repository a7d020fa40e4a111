using AegisAuth.Application.Captcha;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Messages;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

/// <summary>Captchas, codes and states: whatever is taken once, fifty requests or not.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OneTimeThingsTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Captcha_FiftyAtOnce_OneHasTheAnswer()
    {
        var id = await CaptchaAsync(Now.AddMinutes(5));

        Assert.That(
            await WinnersAsync(
                async (ICaptchaRepository captchas) =>
                    await captchas.TakeAsync(id, Now, CancellationToken.None)
                        is { Answer: "答案", Purpose: "register", Network: "2001:db8::/64" }
            ),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task Captcha_Expired_IsGone()
    {
        var id = await CaptchaAsync(Now.AddMinutes(5));

        Assert.That(
            await CallAsync((ICaptchaRepository captchas) => captchas.TakeAsync(id, Now.AddMinutes(5), CancellationToken.None)),
            Is.Null
        );
    }

    [Test]
    public async Task Code_EveryColumn_ComesBack_AndFiftyAtOnceTakeItOnce()
    {
        // As long as a contact can be: RFC 5321 allows 254 characters of address.
        var code = new OneTimeCode
        {
            CodeHash = Hash(),
            UserId = (await UserAsync()).Id,
            Purpose = CodePurposes.VerifyContact,
            Contact = "email:" + new string('é', 254),
            ExpiresAt = Now.AddMinutes(30),
        };
        await CallAsync((IOneTimeCodeRepository codes) => codes.AddAsync(code, CancellationToken.None));

        var found = await CallAsync((IOneTimeCodeRepository codes) => codes.FindAsync(code.CodeHash, CancellationToken.None));

        Assert.That(
            (found!.UserId, found.Purpose, found.Contact, found.ExpiresAt),
            Is.EqualTo((code.UserId, code.Purpose, code.Contact, code.ExpiresAt))
        );
        Assert.That(
            await WinnersAsync((IOneTimeCodeRepository codes) => codes.TryTakeAsync(code.CodeHash, CancellationToken.None)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task Codes_DeletedByPurpose_OthersStay()
    {
        var user = (await UserAsync()).Id;
        var reset = await CodeAsync(user, CodePurposes.ResetPassword);
        var verify = await CodeAsync(user, CodePurposes.VerifyContact);

        await CallAsync((IOneTimeCodeRepository codes) => codes.DeleteAsync(user, CodePurposes.ResetPassword, CancellationToken.None));

        Assert.That(await CallAsync((IOneTimeCodeRepository codes) => codes.FindAsync(reset, CancellationToken.None)), Is.Null);
        Assert.That(await CallAsync((IOneTimeCodeRepository codes) => codes.FindAsync(verify, CancellationToken.None)), Is.Not.Null);
    }

    [Test]
    public async Task State_EveryColumn_ComesBack_AndFiftyAtOnceTakeItOnce()
    {
        var state = State();
        Assert.That(await CallAsync((IAuthorizationStateRepository states) => states.TryAddAsync(state, CancellationToken.None)), Is.True);
        Assert.That(await CallAsync((IAuthorizationStateRepository states) => states.TryAddAsync(state, CancellationToken.None)), Is.False);

        var found = await CallAsync((IAuthorizationStateRepository states) => states.FindAsync(state.StateHash, CancellationToken.None));

        Assert.That(
            (found!.Platform, found.ProtectedVerifier, found.Nonce, found.ExpiresAt, found.BrowserHash),
            Is.EqualTo((state.Platform, state.ProtectedVerifier, state.Nonce, state.ExpiresAt, state.BrowserHash))
        );
        Assert.That(await TakeAsync(state with { Nonce = "another" }, Now), Is.False);
        Assert.That(await TakeAsync(state, state.ExpiresAt), Is.False);
        Assert.That(
            await WinnersAsync((IAuthorizationStateRepository states) => states.TryTakeAsync(state, Now, CancellationToken.None)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task State_ReplacedByItsBrowserOrOnceExpired_NeverByAnother()
    {
        var state = State();
        await CallAsync((IAuthorizationStateRepository states) => states.TryAddAsync(state, CancellationToken.None));
        var again = state with { Nonce = "again" };
        var other = state with { Nonce = "other", BrowserHash = Hash() };

        Assert.That(await ReplaceAsync(other, Now), Is.False);
        Assert.That(await ReplaceAsync(again, Now), Is.True);
        Assert.That(await ReplaceAsync(other, state.ExpiresAt), Is.True);
        Assert.That(
            (await CallAsync((IAuthorizationStateRepository states) => states.FindAsync(state.StateHash, CancellationToken.None)))!.Nonce,
            Is.EqualTo("other")
        );
    }

    private static StoredState State() =>
        new()
        {
            StateHash = Hash(),
            Platform = "inwechat",
            BrowserHash = Hash(),
            ProtectedVerifier = "sealed",
            Nonce = "nonce",
            ExpiresAt = Now.AddMinutes(10),
        };

    private async Task<byte[]> CaptchaAsync(DateTimeOffset expires)
    {
        var id = Hash();
        var captcha = new StoredCaptcha
        {
            IdHash = id,
            Answer = "答案",
            Purpose = "register",
            Network = "2001:db8::/64",
            ExpiresAt = expires,
        };
        await CallAsync((ICaptchaRepository captchas) => captchas.AddAsync(captcha, Now, CancellationToken.None));
        return id;
    }

    private async Task<byte[]> CodeAsync(long user, string purpose)
    {
        var hash = Hash();
        var code = new OneTimeCode
        {
            CodeHash = hash,
            UserId = user,
            Purpose = purpose,
            ExpiresAt = Now.AddMinutes(1),
        };
        await CallAsync((IOneTimeCodeRepository codes) => codes.AddAsync(code, CancellationToken.None));
        return hash;
    }

    private Task<bool> TakeAsync(StoredState state, DateTimeOffset now) =>
        CallAsync((IAuthorizationStateRepository states) => states.TryTakeAsync(state, now, CancellationToken.None));

    private Task<bool> ReplaceAsync(StoredState state, DateTimeOffset now) =>
        CallAsync((IAuthorizationStateRepository states) => states.TryReplaceAsync(state, now, CancellationToken.None));
}
