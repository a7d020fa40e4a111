using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Api.OAuth2;

/// <summary>
/// The parameters of a form that <c>/oauth2</c> knows. Such a form is some hundred bytes, and is read at once: what the framework does
/// for forms of any size takes longer than finding the program and the session together. Its bounds are the framework's.
/// </summary>
internal sealed class OAuthForm
{
    private const int MostParameters = 1024;
    private const int LongestName = 2048;

    public string? Token { get; private set; }

    public string? ClientId { get; private set; }

    public string? ClientSecret { get; private set; }

    /// <summary>
    /// Refuses with <c>InvalidParameter</c> for a parameter that comes twice, with <c>MalformedRequest</c> for a NUL, for a name of more
    /// than 2,048 characters and for more than 1,024 parameters.
    /// </summary>
    public static async ValueTask<Result<OAuthForm>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = new OAuthForm();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in new QueryStringEnumerable(await TextAsync(request, cancellationToken)))
        {
            var (name, value) = (parameter.DecodeName().ToString(), parameter.DecodeValue().ToString());
            if (
                name.Length > LongestName
                || names.Count == MostParameters
                || name.Contains('\0', StringComparison.Ordinal)
                || value.Contains('\0', StringComparison.Ordinal)
            )
            {
                return AuthError.MalformedRequest;
            }

            if (!names.Add(name))
            {
                return AuthError.InvalidParameter;
            }

            form.Keep(name, value);
        }

        return form;
    }

    /// <summary>Keeps the token and the secret out of logs.</summary>
    public override string ToString() => nameof(OAuthForm);

    private void Keep(string name, string value)
    {
        switch (name)
        {
            case "token":
                Token = value;
                break;
            case "client_id":
                ClientId = value;
                break;
            case "client_secret":
                ClientSecret = value;
                break;
        }
    }

    // BodyLimit has seen to it that this is little.
    private static async ValueTask<string> TextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            var bytes = new byte[length];
            await request.Body.ReadExactlyAsync(bytes, cancellationToken);
            return Encoding.UTF8.GetString(bytes);
        }

        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, cancellationToken);
        return Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
    }
}
