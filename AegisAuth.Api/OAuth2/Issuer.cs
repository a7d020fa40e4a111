using Microsoft.AspNetCore.Http.Extensions;

namespace AegisAuth.Api.OAuth2;

/// <summary>The name of this service for other programs (RFC 8414, section 2).</summary>
internal static class Issuer
{
    /// <summary><c>Site:PublicUrl</c>, else the address that was asked; without a slash at the end.</summary>
    public static string Of(HttpRequest request, IConfiguration configuration) =>
        (configuration["Site:PublicUrl"] is { Length: > 0 } url ? url : UriHelper.BuildAbsolute(request.Scheme, request.Host)).TrimEnd('/');
}
