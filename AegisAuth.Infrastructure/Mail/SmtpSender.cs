using AegisAuth.Application.Messages;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>Sends e-mail by SMTP, one connection for each message: they are few, and far between.</summary>
internal sealed class SmtpSender(IOptions<SmtpOptions> options, TimeProvider time) : IMessageSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public bool Reaches(ContactKind kind) => kind == ContactKind.Email && options.Value.Host.Length > 0;

    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        var smtp = options.Value;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(smtp.Host, smtp.Port, SocketSecurity(smtp.Security), either.Token);
        if (smtp.UserName.Length > 0)
        {
            await client.AuthenticateAsync(smtp.UserName, smtp.Password, either.Token);
        }

        await client.SendAsync(Mail(message, smtp.From), either.Token);
        await client.DisconnectAsync(quit: true, either.Token);
    }

    private static SecureSocketOptions SocketSecurity(SmtpSecurity security) =>
        security switch
        {
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
        };

    private MimeMessage Mail(Message message, string from)
    {
        var mail = new MimeMessage
        {
            Date = time.GetUtcNow(),
            Subject = message.Subject,
            Body = new TextPart("plain") { Text = message.Body },
        };
        mail.From.Add(MailboxAddress.Parse(from));
        // Not parsed: whatever the address holds, it is one address and no header.
        mail.To.Add(new MailboxAddress("", message.To));
        // No out-of-office answers (RFC 3834, 5).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}
