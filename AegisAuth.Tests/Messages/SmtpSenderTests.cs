using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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

        Assert.That(app.Log.Text(), Does.Contain("SmtpCommandException 550").And.Not.Contain(To).And.Not.Contain(Code));
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
    public async Task Send_StartTlsNotOffered_NothingLeavesTheHouse()
    {
        await using var server = new FakeSmtpServer();
        await using var app = App(server).With("Smtp:Security", "StartTls").Start();

        Ask(app, english: true);
        await app.FlushMessagesAsync();

        Assert.That((server.Unread, app.Log.Text()), Is.EqualTo((0, app.Log.Text())));
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

    private static TestApp App(FakeSmtpServer server) =>
        TestApp
            .Create()
            .With("Smtp:Host", "127.0.0.1")
            .With("Smtp:Port", server.Port.ToString())
            .With("Smtp:From", "Login <login@example.com>")
            .With("Smtp:Security", "None")
            .With("Site:PublicUrl", "https://login.example.com");

    private static void Ask(TestApp app, bool english)
    {
        var taken = app
            .Services.GetRequiredService<MessageQueue>()
            .TryAdd<MessageTexts>(texts =>
                Task.FromResult<Message?>(texts.VerifyContact(ContactKind.Email, To, "ASD000004", Code, TimeSpan.FromHours(24), english))
            );
        Assert.That(taken, Is.True);
    }
}
