using System.Net.Http.Headers;
using System.Text;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;

namespace AegisAuth.Api.OAuth2;

/// <summary>A form that a program sends, with its credentials (RFC 6749, 2.3.1 and appendix B).</summary>
internal sealed class OAuthRequest
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string BasicScheme = "Basic ";

    private OAuthRequest(ResourceServer server, string token)
    {
        Server = server;
        Token = token;
    }

    /// <summary>Who asks.</summary>
    public ResourceServer Server { get; }

    /// <summary>The parameter <c>token</c>.</summary>
    public string Token { get; }

    /// <summary>
    /// Reads the form and finds out who asks. Refuses with <c>MalformedRequest</c> for a body that is no form or names a
    /// parameter twice, with <c>InvalidParameter</c> without a token, or as <see cref="ResourceServerAuthenticator"/> does.
    /// </summary>
    public static async ValueTask<Result<OAuthRequest>> ReadAsync(HttpContext context, ResourceServerAuthenticator servers)
    {
        var request = context.Request;
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !string.Equals(type.MediaType, FormType, StringComparison.OrdinalIgnoreCase)
        )
        {
            return AuthError.MalformedRequest;
        }

        if ((await OAuthForm.ReadAsync(request, context.RequestAborted)).IsRefused(out var refusal, out var form))
        {
            return refusal;
        }

        if (Credentials(request, form.ClientId, form.ClientSecret).IsRefused(out refusal, out var client))
        {
            return refusal;
        }

        var known = await servers.AuthenticateAsync(client.Id, client.Secret, context.Caller(), context.RequestAborted);
        if (known.IsRefused(out refusal, out var server))
        {
            return refusal;
        }

        context.IdentifyProgram(server.Name);
        return form.Token is { Length: > 0 } token ? new OAuthRequest(server, token) : AuthError.InvalidParameter;
    }

    // One way at a time: a client that uses two means one of them wrongly.
    private static Result<ClientCredentials> Credentials(HttpRequest request, string? id, string? secret)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            return id is { Length: > 0 } && secret is { Length: > 0 } ? new ClientCredentials(id, secret) : AuthError.ClientInvalid;
        }

        if (secret is not null)
        {
            return AuthError.InvalidParameter;
        }

        return
            header.Count == 1
            && header[0] is { } value
            && value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)
            && ClientCredentials.TryDecode(value.AsSpan(BasicScheme.Length).Trim(), out var credentials)
            ? credentials
            : AuthError.ClientInvalid;
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(OAuthRequest);

    private sealed record ClientCredentials(string Id, string Secret)
    {
        private const int Usual = 256;

        public static bool TryDecode(
            ReadOnlySpan<char> base64,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ClientCredentials? credentials
        )
        {
            credentials = null;
            var bytes = base64.Length <= Usual ? stackalloc byte[Usual] : new byte[base64.Length];
            if (!Convert.TryFromBase64Chars(base64, bytes, out var length))
            {
                return false;
            }

            var text = bytes[..length];
            var colon = text.IndexOf((byte)':');
            if (colon <= 0)
            {
                return false;
            }

            // Both parts are encoded as a form's are before they are joined (RFC 6749, 2.3.1).
            credentials = new ClientCredentials(Decode(text[..colon]), Decode(text[(colon + 1)..]));
            return true;
        }

        public override string ToString() => nameof(ClientCredentials);

        private static string Decode(ReadOnlySpan<byte> text) => Uri.UnescapeDataString(Encoding.UTF8.GetString(text).Replace('+', ' '));
    }
}
