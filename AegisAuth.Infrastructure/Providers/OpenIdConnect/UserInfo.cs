using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>
/// The person of an id_token. Many authorities put no address and no name into it: those are asked for at the userinfo
/// endpoint (OpenID Connect Core 1.0, section 5.3). They decorate the login, which goes on without them.
/// </summary>
internal sealed class UserInfo([FromKeyedServices] BackchannelClient backchannel)
{
    /// <summary>Who the claims of a checked id_token name, with what userinfo adds where they lack address or name.</summary>
    public async Task<ProviderIdentity> CompleteAsync(
        LenientJson claims,
        OpenIdConnectConfiguration authority,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        var more =
            claims.Text("email") is null || claims.Text("name") is null
                ? await AskAsync(claims.Text("sub")!, authority, accessToken, cancellationToken)
                : null;

        // An address and what is said about it come from one document.
        var address = claims.Text("email") is null ? more ?? claims : claims;
        var email = address.Text("email");
        var verified = email is not null && address.Flag("email_verified");
        return new ProviderIdentity
        {
            Subject = claims.Text("sub")!,
            Email = email,
            EmailVerified = verified,
            EmailAuthoritative = verified && IsAuthoritative(email, address.Text("hd")),
            DisplayName = claims.Text("name") ?? more?.Text("name"),
            AvatarUrl = Address.Picture(claims.Text("picture") ?? more?.Text("picture")),
        };
    }

    // Section 5.3.2: claims of another subject must not be used.
    private async Task<LenientJson?> AskAsync(
        string subject,
        OpenIdConnectConfiguration authority,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        if (
            string.IsNullOrEmpty(accessToken)
            || !Uri.TryCreate(authority.UserInfoEndpoint, UriKind.Absolute, out var address)
            || !Address.IsSafe(address)
        )
        {
            return null;
        }

        var reply = await backchannel.DecorateAsync(
            limited => backchannel.GetAsync(address, limited, "Bearer " + accessToken),
            cancellationToken
        );
        return reply.Status == 200 && reply.IsObject(out var json, out _) && json.Text("sub") == subject ? json : null;
    }

    // developers.google.com/identity, "authoritative": its own mailboxes, and those of a Workspace domain.
    private static bool IsAuthoritative(string? email, string? hostedDomain)
    {
        var at = email?.LastIndexOf('@') ?? -1;
        return at > 0
            && (
                email![at..].Equals("@gmail.com", StringComparison.OrdinalIgnoreCase)
                || (hostedDomain is { Length: > 0 } && email[(at + 1)..].Equals(hostedDomain, StringComparison.OrdinalIgnoreCase))
            );
    }
}
