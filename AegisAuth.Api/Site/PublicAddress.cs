using System.Net;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Site;

/// <summary>Section <c>Site</c>.</summary>
internal sealed class SiteOptions
{
    /// <summary>
    /// Where people find this service, such as <c>https://login.example.com</c>: what links in messages begin with.
    /// Http is taken for loopback only. In Development the address that the program listens on, unless set.
    /// </summary>
    public string PublicUrl { get; set; } = "";
}

/// <summary>The configured address, or in Development the one that the program listens on.</summary>
internal sealed class PublicAddress(IOptions<SiteOptions> options, IServer server) : IPublicAddress
{
    private const string Everywhere = "http://localhost";

    public Uri Root => options.Value.PublicUrl.Length > 0 ? new Uri(options.Value.PublicUrl) : Listening();

    private Uri Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Everywhere;
        // "http://[::]:5080" and "http://*:5080" are to listen on, not to open.
        var listening = BindingAddress.Parse(address);
        return IPAddress.TryParse(listening.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)
            ? new Uri(address)
            : new UriBuilder(listening.Scheme, "localhost", listening.Port).Uri;
    }
}

internal static class PublicAddressSetup
{
    public static void AddPublicAddress(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptionsSection<SiteOptions>(builder.Configuration, "Site")
            .Validate(
                options => options.PublicUrl.Length == 0 || IsPublic(options.PublicUrl),
                "Site:PublicUrl must be an https address without query; http is taken for loopback only."
            )
            // Where nothing is sent, nothing needs a link.
            .Validate(
                options => options.PublicUrl.Length > 0 || builder.Environment.IsDevelopment() || !SendsMail(builder.Configuration),
                "Site:PublicUrl must be set when Smtp:Host is: links in messages begin with it."
            );
        builder.Services.AddSingleton<IPublicAddress, PublicAddress>();
        builder.Services.AddSingleton<IPasskeyHost, PasskeyHost>();
    }

    private static bool SendsMail(ConfigurationManager configuration) => !string.IsNullOrEmpty(configuration["Smtp:Host"]);

    private static bool IsPublic(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;
}
