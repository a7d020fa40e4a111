using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using MimeKit;

namespace AegisAuth.Tests.Support;

/// <summary>As much of a mail server (RFC 5321) as it takes to receive a mail on the loopback.</summary>
internal sealed class FakeSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ReceivedMail> _received = Channel.CreateUnbounded<ReceivedMail>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FakeSmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the server says to a receiver; 250 unless told otherwise.</summary>
    public string AnswerToReceiver { get; set; } = "250 OK";

    /// <summary>Says nothing at all, as a server that hangs.</summary>
    public bool Silent { get; set; }

    /// <summary>How many clients have connected.</summary>
    public int Connections => _connections;

    /// <summary>With one, TLS from the first byte.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The commands as they came, without the mail itself.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Completes when the first client has connected.</summary>
    public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next mail; waits for it.</summary>
    public Task<ReceivedMail> NextAsync() => _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>How many mails are there and not read.</summary>
    public int Unread => _received.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private int _connections;

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            if (Certificate is null)
            {
                await TalkAsync(client.GetStream());
                return;
            }

            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(Certificate);
            await TalkAsync(secure);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var mail = new ReceivedMail();
        Connected.TrySetResult();
        var silent = Silent;
        Interlocked.Increment(ref _connections);
        if (!silent)
        {
            await SayAsync(stream, "220 fake ready");
        }

        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            lock (Commands)
            {
                Commands.Add(line);
            }

            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await SayAsync(stream, "250-fake\r\n250-AUTH PLAIN\r\n250 SMTPUTF8");
                    break;
                case "AUTH":
                    await SayAsync(stream, "235 in");
                    break;
                case "RCPT":
                    mail = mail with
                    {
                        To = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)],
                    };
                    await SayAsync(stream, AnswerToReceiver);
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    mail = mail with { Mail = await ReadMailAsync(reader) };
                    await SayAsync(stream, "250 taken");
                    await _received.Writer.WriteAsync(mail);
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 OK");
                    break;
            }
        }
    }

    private async Task<MimeMessage> ReadMailAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes);
    }

    private static Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n")).AsTask();
}

/// <summary>A mail that arrived.</summary>
internal sealed record ReceivedMail
{
    public string To { get; init; } = "";

    public MimeMessage Mail { get; init; } = new();
}
