using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace AegisAuth.Tests.Messages;

/// <summary>Mail by SMTP, against a server on the loopback.</summary>
[TestFixture]
internal sealed class SmtpSenderTests
{
    private const string To = "zhang.wei@example.com";

    private static readonly string Code = new('c', 43);

    [Test]
    public async Task Send_ChineseMail_ArrivesWhole()
    {
        await using var server = new FakeSmtpServer();
        await using var app = App(server).Start();

        Ask(app, english: false);
        var received = await server.NextAsync();

        Assert.Multiple(() =>
        {
            Assert.That(received.To, Is.EqualTo(To));
            Assert.That(received.Mail.From.ToString(), Is.EqualTo("\"Login\" <login@example.com>"));
            Assert.That(received.Mail.Subject, Is.EqualTo("验证您的邮箱"));
            Assert.That(received.Mail.TextBody, Does.Contain($"https://login.example.com/?verify={Code}").And.Contain("24 小时"));
            Assert.That(received.Mail.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
        });
    }

    [Test]
    public async Task Send_WithUserName_LogsInFirst()
    {
        await using var server = new FakeSmtpServer();
        await using var app = App(server).With("Smtp:UserName", "robot").With("Smtp:Password", "secret").Start();

        Ask(app, english: true);
        await server.NextAsync();

        var plain = Convert.ToBase64String("\0robot\0secret"u8);
        Assert.That(server.Commands, Does.Contain($"AUTH PLAIN {plain}"));
    }

    [Test]
    public async Task Send_ServerRefusesReceiver_LogsNeitherAddressNorCode()
    {
        await using var server = new FakeSmtpServer { AnswerToReceiver = $"550 no such user {To}" };
        await using var app = App(server).Start();

        Ask(app, english: true);
        await app.FlushMessagesAsync();

        Assert.That(
            app.Log.Text(),
            Does.Contain("A message was not sent: {Fault}\",\"@l\":\"Error\",\"Fault\":\"SmtpCommandException 550")
                .And.Not.Contain(To)
                .And.Not.Contain(Code)
        );
    }

    [Test]
    public async Task Send_OneFails_TheNextIsSent()
    {
        await using var server = new FakeSmtpServer { AnswerToReceiver = "451 later" };
        await using var app = App(server).Start();

        Ask(app, english: true);
        while (!app.Log.Text().Contains("451", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        server.AnswerToReceiver = "250 OK";
        Ask(app, english: true);

        Assert.That((await server.NextAsync()).To, Is.EqualTo(To));
    }

    [Test]
    public async Task Send_Mail_HasHtmlBesideTheTextAndTheDomainOfItsSender()
    {
        await using var server = new FakeSmtpServer();
        await using var app = App(server).Start();
        Ask(app, english: true);

        var mail = (await server.NextAsync()).Mail;

        Assert.Multiple(() =>
        {
            Assert.That(mail.MessageId, Does.Match("^[0-9a-f]{32}@example[.]com$"));
            Assert.That(((Multipart)mail.Body!).ContentType.MimeType, Is.EqualTo("multipart/alternative"));
            Assert.That(mail.TextBody, Does.Contain("“zhang.wei”"));
            // No link but ours: a mail program would make one of a name that looks like a host.
            Assert.That(mail.HtmlBody, Does.Contain("zhang<span>.</span>wei").And.Not.Contain("zhang.wei"));
            Assert.That(mail.HtmlBody, Does.Contain($"<a href=\"https://login.example.com/?verify={Code}\""));
        });
    }

    [Test]
    public async Task Send_ServerSaysLater_TriesAgainWithTheSameIdAfterTheProgramHasStartedAgain()
    {
        await using var server = new FakeSmtpServer { AnswerToReceiver = "451 later" };
        await using var folder = TestApp.Create();
        var first = Configure(TestApp.CreateOn(folder), server).Start();
        Ask(first, english: true);
        await first.DisposeAsync();
        Assert.That(first.Log.Text(), Does.Contain("\"Wait\":\"00:01:00\",\"Fault\":\"SmtpCommandException 451\""));

        server.AnswerToReceiver = "250 OK";
        await using var second = Configure(TestApp.CreateOn(folder), server);
        second.Time.Advance(TimeSpan.FromMinutes(2));
        second.Start();

        Assert.That((await server.NextAsync()).To, Is.EqualTo(To));
        await second.FlushMessagesAsync();
        Assert.That(await RowsAsync(folder), Is.Zero);
    }

    [Test]
    public async Task Send_TwoNodes_DeliverEachMailOnce()
    {
        await using var server = new FakeSmtpServer();
        await using var one = App(server).Start();
        await using var two = Configure(TestApp.CreateOn(one), server).Start();
        for (var i = 0; i < 10; i++)
        {
            Ask(i % 2 == 0 ? one : two, english: true);
        }

        await one.FlushMessagesAsync();
        await two.FlushMessagesAsync();

        Assert.That((server.Unread, await RowsAsync(one)), Is.EqualTo((10, 0L)));
    }

    [Test]
    public async Task Send_StoredMail_ShowsNeitherAddressNorCode()
    {
        await using var server = new FakeSmtpServer { AnswerToReceiver = "451 later" };
        await using var app = App(server).Start();
        Ask(app, english: true);
        await app.FlushMessagesAsync();

        var stored = await app.ReadAsync("SELECT protected_message FROM queued_mails");

        Assert.That(stored, Is.Not.Empty.And.Not.Contain(Code).And.Not.Contain(To));
    }

    [Test]
    public async Task Send_ServerHangsOverSome_OthersArrive()
    {
        await using var server = new FakeSmtpServer { Silent = true };
        await using var app = App(server).Start();
        for (var i = 0; i < 20; i++)
        {
            Ask(app, english: true);
        }

        await server.Connected.Task;
        while (server.Connections < 20)
        {
            await Task.Yield();
        }

        server.Silent = false;
        Ask(app, english: true);

        // The clock stands still: the twenty hang as long as they like.
        Assert.That((await server.NextAsync()).To, Is.EqualTo(To));
        app.Time.Advance(TimeSpan.FromSeconds(11));
    }

    [Test]
    public async Task Send_UnknownAuthority_SaysWhyAndThePrivateAuthorityIsTaken()
    {
        using var authority = new TestAuthority("127.0.0.1");
        await using var server = new FakeSmtpServer { Certificate = authority.Server };
        await using (var distrusting = App(server).With("Smtp:Security", "Tls").Start())
        {
            Ask(distrusting, english: true);
            await distrusting.FlushMessagesAsync();
            Assert.That(
                distrusting.Log.Text(),
                Does.Contain("the certificate of the mail server was refused: no trusted authority has signed it")
            );
        }

        await using var trusting = App(server).With("Smtp:Security", "Tls").With("Smtp:CertificateAuthority", authority.Pem).Start();
        Ask(trusting, english: true);

        Assert.That((await server.NextAsync()).To, Is.EqualTo(To));
    }

    [Test]
    public async Task Send_StartTlsNotOffered_NothingLeavesTheHouse()
    {
        await using var server = new FakeSmtpServer();
        await using var app = App(server).With("Smtp:Security", "StartTls").Start();

        Ask(app, english: true);
        await app.FlushMessagesAsync();

        Assert.That(server.Unread, Is.Zero);
        Assert.That(server.Commands, Has.None.StartsWith("RCPT"));
        Assert.That(app.Log.Text(), Does.Contain("A message was not sent"));
    }

    [Test]
    public async Task Send_ServerHangs_GivesUpAfterTenSeconds()
    {
        await using var server = new FakeSmtpServer { Silent = true };
        await using var app = App(server).Start();

        Ask(app, english: true);
        await server.Connected.Task;
        var flushed = app.FlushMessagesAsync();
        app.Time.Advance(TimeSpan.FromSeconds(9));
        var early = flushed.IsCompleted;
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await flushed;

        Assert.That((early, server.Unread), Is.EqualTo((false, 0)));
        Assert.That(app.Log.Text(), Does.Contain("A message was not sent"));
    }

    [Test]
    public async Task Stop_MessagesWaiting_AllAreSentFirst()
    {
        await using var server = new FakeSmtpServer();
        var app = App(server).Start();
        for (var i = 0; i < 10; i++)
        {
            Ask(app, english: true);
        }

        await app.DisposeAsync();

        Assert.That(server.Unread, Is.EqualTo(10));
    }

    private static TestApp App(FakeSmtpServer server) => Configure(TestApp.Create(), server);

    private static async Task<long> RowsAsync(TestApp app) => long.Parse(await app.ReadAsync("SELECT COUNT(*) FROM queued_mails"));

    private static TestApp Configure(TestApp app, FakeSmtpServer server) =>
        app.With("Smtp:Host", "127.0.0.1")
            .With("Smtp:Port", server.Port.ToString())
            .With("Smtp:From", "Login <login@example.com>")
            .With("Smtp:Security", "None")
            .With("Site:PublicUrl", "https://login.example.com");

    private static void Ask(TestApp app, bool english)
    {
        var taken = app
            .Services.GetRequiredService<MessageQueue>()
            .TryAdd<MessageTexts>(texts =>
                Task.FromResult<Message?>(texts.VerifyEmail(To, "zhang.wei", Code, TimeSpan.FromHours(24), english))
            );
        Assert.That(taken, Is.True);
    }
}
