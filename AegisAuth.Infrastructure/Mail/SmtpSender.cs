using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AegisAuth.Application.Messages;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>Sends e-mail by SMTP, one connection for each message: they are few, and far between.</summary>
internal sealed class SmtpSender(IOptions<SmtpOptions> options, TimeProvider time) : IMessageSender
{
    private const int Permanent = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public bool Reaches(ContactKind kind) => kind == ContactKind.Email && options.Value.Host.Length > 0;

    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        string? refusedCertificate = null;
        client.CheckCertificateRevocation &= options.Value.CertificateAuthority.Length == 0;
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            refusedCertificate = MailCertificates.WhyRefused(certificate, chain, errors, options.Value.CertificateAuthority);
            return refusedCertificate is null;
        };
        try
        {
            await SendAsync(client, message, either.Token);
        }
        catch (SslHandshakeException e)
        {
            throw new MessageNotSentException(
                refusedCertificate is null
                    ? "the TLS connection to the mail server failed"
                    : $"the certificate of the mail server was refused: {refusedCertificate}",
                isFinal: false,
                e
            );
        }
        catch (SmtpCommandException e)
        {
            // A mail server's own text names the receiver; its number does not.
            var status = (int)e.StatusCode;
            throw new MessageNotSentException(
                string.Create(CultureInfo.InvariantCulture, $"{nameof(SmtpCommandException)} {status}"),
                isFinal: status >= Permanent,
                e
            );
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MessageNotSentException(Words(e), isFinal: false, e);
        }
    }

    private static string Words(Exception e) =>
        e switch
        {
            OperationCanceledException or TimeoutException => "the mail server did not answer in time",
            NotSupportedException => "the mail server does not offer what Smtp:Security or Smtp:UserName demand",
            AuthenticationException => "the mail server refuses Smtp:UserName or Smtp:Password",
            SocketException socket => $"no connection to the mail server: {socket.SocketErrorCode}",
            _ => e.GetType().Name,
        };

    private async Task SendAsync(SmtpClient client, Message message, CancellationToken cancellationToken)
    {
        var smtp = options.Value;
        await client.ConnectAsync(smtp.Host, smtp.Port, SocketSecurity(smtp.Security), cancellationToken);
        if (smtp.UserName.Length > 0)
        {
            await client.AuthenticateAsync(smtp.UserName, smtp.Password, cancellationToken);
        }

        await client.SendAsync(Mail(message, smtp.From), cancellationToken);
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ProtocolException or SocketException)
        {
            // The server has taken the mail: how the talk ends must not send it a second time.
        }
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
        var sender = MailboxAddress.Parse(from);
        var mail = new MimeMessage
        {
            Date = time.GetUtcNow(),
            Subject = message.Subject,
            // The plain text first: a reader takes the last form that it can show (RFC 2046, 5.1.4).
            Body = new MultipartAlternative(new TextPart("plain") { Text = message.Body }, Part("html", MailHtml.Of(message))),
            // The machine's own name says nothing, and filters distrust it. The same at every try.
            MessageId = $"{message.Id}@{Domain(sender.Address)}",
        };
        mail.From.Add(sender);
        // Not parsed: whatever the address holds, it is one address and no header.
        mail.To.Add(new MailboxAddress("", message.To));
        // No out-of-office answers (RFC 3834, 5).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static string Domain(string address)
    {
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return domain.All(char.IsAscii) ? domain : new IdnMapping().GetAscii(domain);
    }
}
