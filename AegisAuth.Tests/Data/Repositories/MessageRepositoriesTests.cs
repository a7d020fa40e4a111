using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Messages;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

/// <summary>Mails on their way, codes of phones and tokens of providers: each taken by one of fifty.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class MessageRepositoriesTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Mail_DueOnce_LeasedByOneAndPutOff()
    {
        var mail = new QueuedMail
        {
            Id = RandomSecret.CreateId(),
            ProtectedMessage = new string('x', 5000),
            NextAt = Now,
            ExpiresAt = Now.AddDays(1),
        };
        await CallAsync((IQueuedMailRepository mails) => mails.AddAsync(mail, CancellationToken.None));
        var lease = RandomSecret.CreateId();

        var early = await DueAsync(tried: false, Now.AddSeconds(-1));
        var due = (await DueAsync(tried: false, Now)).Single(one => one.Id == mail.Id);
        var winners = await WinnersAsync(
            (IQueuedMailRepository mails) => mails.TryLeaseAsync(due, lease, Now.AddMinutes(2), CancellationToken.None)
        );
        var leased = await DueAsync(tried: true, Now.AddMinutes(1));
        await CallAsync((IQueuedMailRepository mails) => mails.PostponeAsync(mail.Id, "of another", Now, Now, CancellationToken.None));
        await CallAsync(
            (IQueuedMailRepository mails) =>
                mails.PostponeAsync(mail.Id, lease, Now.AddMinutes(5), Now.AddHours(23), CancellationToken.None)
        );
        var later = (await DueAsync(tried: true, Now.AddMinutes(5))).Single(one => one.Id == mail.Id);

        Assert.Multiple(() =>
        {
            Assert.That(early.Select(one => one.Id), Has.None.EqualTo(mail.Id));
            Assert.That((due.ProtectedMessage, due.ExpiresAt, due.Attempts), Is.EqualTo((mail.ProtectedMessage, mail.ExpiresAt, 0)));
            Assert.That(winners, Is.EqualTo(1));
            Assert.That(leased.Select(one => one.Id), Has.None.EqualTo(mail.Id));
            // The end moves to the latest one, which only a clock that ran ahead has left behind it.
            Assert.That((later.Attempts, later.NextAt, later.ExpiresAt), Is.EqualTo((1, Now.AddMinutes(5), Now.AddHours(23))));
        });
    }

    [Test]
    public async Task Receiver_IsTheProvenAddressOfTheUser()
    {
        var user = await UserAsync();
        var before = await CallAsync((IQueuedMailRepository mails) => mails.FindReceiverAsync(user.Id, CancellationToken.None));
        await CallAsync(
            (IAccountProfileRepository contacts) =>
                contacts.TryAddContactAsync($"email:{user.Id}@example.com", user.Id, Now, CancellationToken.None)
        );
        var after = await CallAsync((IQueuedMailRepository mails) => mails.FindReceiverAsync(user.Id, CancellationToken.None));

        Assert.That(before, Is.Null);
        Assert.That((after!.UserName, after.Email), Is.EqualTo((user.UserName, $"{user.Id}@example.com")));
    }

    [Test]
    public async Task PhoneCode_Replaced_TheNewOneIsTakenByOne()
    {
        var first = await StoreAsync(1);
        var second = await StoreAsync(2);

        var found = await CallAsync((IPhoneCodeRepository codes) => codes.FindAsync(first.Contact, "login", 0, CancellationToken.None));
        var old = await CallAsync((IPhoneCodeRepository codes) => codes.TryTakeAsync(first, CancellationToken.None));
        var winners = await WinnersAsync((IPhoneCodeRepository codes) => codes.TryTakeAsync(second, CancellationToken.None));

        Assert.That((found!.Mac, found.ProtectedKey, found.ExpiresAt), Is.EqualTo((second.Mac, second.ProtectedKey, second.ExpiresAt)));
        Assert.That((old, winners), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task LastSign_IsTheProofOfTheNumber()
    {
        var user = await UserAsync();
        var contact = $"phone:{user.Id}";
        var before = await CallAsync((IPhoneCodeRepository codes) => codes.FindLastSignAsync(user.Id, contact, CancellationToken.None));
        await CallAsync((IAccountProfileRepository contacts) => contacts.TryAddContactAsync(contact, user.Id, Now, CancellationToken.None));
        var after = await CallAsync((IPhoneCodeRepository codes) => codes.FindLastSignAsync(user.Id, contact, CancellationToken.None));

        Assert.That((before, after), Is.EqualTo(((long?)null, (long?)Now.ToUnixTimeMilliseconds())));
    }

    [Test]
    public async Task Token_WrittenOverItsVersion_ByOne()
    {
        var token = new ProviderToken { App = "weapp " + RandomSecret.CreateId() };
        var first = await WinnersAsync((IProviderTokenRepository tokens) => tokens.TryWriteAsync(token, CancellationToken.None));
        var next = token with { ProtectedToken = "secret", ExpiresAt = Now, Version = 1 };
        var second = await WinnersAsync((IProviderTokenRepository tokens) => tokens.TryWriteAsync(next, CancellationToken.None));
        var found = await CallAsync((IProviderTokenRepository tokens) => tokens.FindAsync(token.App, CancellationToken.None));

        Assert.That((first, second), Is.EqualTo((1, 1)));
        Assert.That(found, Is.EqualTo(next with { Version = 2 }));
    }

    private async Task<PhoneCode> StoreAsync(byte which)
    {
        var code = new PhoneCode
        {
            Contact = "phone:8613800138000",
            Purpose = "login",
            Mac = [.. Enumerable.Repeat(which, 32)],
            ProtectedKey = $"key {which}",
            ExpiresAt = Now.AddMinutes(which),
        };
        Assert.That(await CallAsync((IPhoneCodeRepository codes) => codes.TryReplaceAsync(code, CancellationToken.None)), Is.True);
        return code;
    }

    private Task<IReadOnlyList<QueuedMail>> DueAsync(bool tried, DateTimeOffset now) =>
        CallAsync((IQueuedMailRepository mails) => mails.ListDueAsync(tried, now, now.AddHours(3), 100, CancellationToken.None));
}
