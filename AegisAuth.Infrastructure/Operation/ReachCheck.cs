using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Mail;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Sms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Whether what the service depends on outside can be reached: mail, text messages, the providers of logins.</summary>
internal sealed class ReachCheck(
    IOptions<SmtpOptions> mail,
    IOptions<SmsOptions> texts,
    LoginProviders providers,
    IHttpClientFactory clients,
    IConfiguration configuration
) : IDoctorCheck
{
    private const string OpenIdConnect = "google";
    private const string Out = "Let this machine out to it (firewall, DNS, proxy), or correct the address.";

    public string Name => "outside";

    public bool IsCheap => false;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding> { await MailAsync(cancellationToken), await TextsAsync(cancellationToken) };
        var enabled = providers.Enabled.ToList();
        if (enabled.Count == 0)
        {
            findings.Add(Finding.Ok("providers", "None has its keys; users log in with a password or a code."));
        }

        foreach (var provider in enabled)
        {
            findings.Add(await ProviderAsync(provider.Platform, cancellationToken));
        }

        return findings;
    }

    private async Task<Finding> ProviderAsync(string platform, CancellationToken cancellationToken)
    {
        var check = $"provider {platform}";
        var address = AddressOf(platform);
        var reach = await ReachAsync(check, address, cancellationToken);
        if (reach.Level != FindingLevel.Ok || platform != OpenIdConnect)
        {
            return reach;
        }

        // Everything else of this one comes from its document.
        var document = new Uri(address.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");
        if (await TokenEndpointAsync(platform, document, cancellationToken) is not { } tokens)
        {
            return Finding.Fault(
                check,
                $"There is no discovery document at {document}.",
                "Correct Providers:Google:Authority: it is the issuer, without the path of the document."
            );
        }

        // By TLS only: a code that is made up would count as a failure there.
        var tokenReach = await ReachAsync(check, tokens, cancellationToken);
        return tokenReach.Level == FindingLevel.Ok
            ? Finding.Ok(check, $"{address.Host} has its discovery document, and {tokens.Host} can be reached.")
            : tokenReach;
    }

    private async Task<Uri?> TokenEndpointAsync(string platform, Uri document, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(BackchannelSetup.ClientName(platform));
            using var found = JsonDocument.Parse(await client.GetStringAsync(document, cancellationToken));
            return
                found.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("token_endpoint", out var endpoint)
                && endpoint.ValueKind == JsonValueKind.String
                && Uri.TryCreate(endpoint.GetString(), UriKind.Absolute, out var address)
                ? address
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private async Task<Finding> MailAsync(CancellationToken cancellationToken)
    {
        var smtp = mail.Value;
        return smtp.Host.Length == 0
            ? Finding.Warn(
                "mail",
                "Smtp:Host is not set: users can neither prove an address nor ask for a new password.",
                "Set Smtp:Host, Smtp:From and Site:PublicUrl; docs/mail.md."
            )
            // Not over TLS: most servers begin it after their greeting. A real message says whether the rest is right.
            : await ReachAsync("mail", new UriBuilder("tcp", smtp.Host, smtp.Port).Uri, cancellationToken);
    }

    private async Task<Finding> TextsAsync(CancellationToken cancellationToken)
    {
        var address = texts.Value.Provider switch
        {
            "" => null,
            "Http" => texts.Value.Url,
            "Aliyun" => texts.Value.BaseUrl ?? "https://dysmsapi.aliyuncs.com",
            _ => texts.Value.BaseUrl ?? "https://sms.tencentcloudapi.com",
        };
        return address is null
            ? Finding.Ok("text messages", "Sms:Provider is not set: no login by phone.")
            : await ReachAsync("text messages", new Uri(address), cancellationToken);
    }

    private static async Task<Finding> ReachAsync(string check, Uri address, CancellationToken cancellationToken) =>
        await TlsProbe.FaultAsync(address, cancellationToken) is { } fault
            ? Finding.Fault(check, $"{address.Host}:{address.Port} cannot be reached: {fault}.", Out)
            : Finding.Ok(check, $"{address.Host}:{address.Port} can be reached.");

    // Where the program calls by itself; a configured address counts first.
    private Uri AddressOf(string platform)
    {
        var section = configuration.GetSection("Providers").GetSection(platform);
        var given = section["Authority"] ?? section["BaseUrl"];
        return new Uri(
            !string.IsNullOrEmpty(given)
                ? given
                : platform switch
                {
                    "weapp" or "wechat" or "inwechat" => "https://api.weixin.qq.com",
                    "qq" => section["Mode"] == "Connect" ? "https://graph.qq.com" : "https://api.q.qq.com",
                    "alipay" => "https://openapi.alipay.com",
                    "tt" => "https://developer.toutiao.com",
                    "swan" => "https://spapi.baidu.com",
                    _ => "https://accounts.google.com",
                }
        );
    }
}
