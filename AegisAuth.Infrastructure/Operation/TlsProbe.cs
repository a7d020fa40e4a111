using System.Net.Security;
using System.Net.Sockets;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Tries whether a server can be reached, and over TLS whether its certificate is taken. Sends nothing else.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What keeps the server from being reached, in a few words; null where nothing does.</summary>
    public static async Task<string?> FaultAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.IdnHost, address.Port, limit.Token);
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost }, limit.Token);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer within five seconds";
        }
        catch (Exception e) when (e is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return e.Message;
        }
    }
}
