using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// WeChat's <c>stable_token</c> (developers.weixin.qq.com, getStableAccessToken), kept in a row that all nodes share. One of
/// them asks for the next one, five minutes before the end; the others go on with the old one meanwhile.
/// </summary>
internal sealed class StableToken(
    [ServiceKey] string platform,
    [FromKeyedServices] BackchannelClient backchannel,
    IServiceScopeFactory scopes,
    TimeProvider clock
) : IDisposable
{
    private const int MaxLooks = 60;

    // Longer than a call may take.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    /// <summary>A token that is valid now, and none that equals <paramref name="refused"/>; or why there is none.</summary>
    public async Task<(string? Token, ProviderResult? Refusal)> GetAsync(
        AppOptions app,
        string baseUrl,
        string? refused,
        CancellationToken cancellationToken
    )
    {
        // One at a time in this process: the others find what the first has brought.
        await _one.WaitAsync(cancellationToken);
        try
        {
            for (var look = 0; look < MaxLooks; look++)
            {
                if (look > 0)
                {
                    await Task.Delay(LookAgain, clock, cancellationToken);
                }

                await using var scope = scopes.CreateAsyncScope();
                var tokens = scope.ServiceProvider.GetRequiredService<IProviderTokenRepository>();
                var protector = scope.ServiceProvider.GetRequiredService<ISecretProtector>();
                var name = $"{platform} {app.AppId}";
                var stored = await tokens.FindAsync(name, cancellationToken) ?? new ProviderToken { App = name };
                var now = clock.GetUtcNow();
                var token = stored.ExpiresAt > now && Read(stored, protector) is { } read && read != refused ? read : null;
                // What expires later than a token can was stored by a clock that has jumped.
                var isFresh = token is not null && stored.ExpiresAt > now + Ahead && stored.ExpiresAt <= now + TimeSpan.FromDays(1);
                var isAsked = stored.LeaseUntil > now && stored.LeaseUntil <= now + Lease;
                if (isFresh || (isAsked && token is not null))
                {
                    return (token, null);
                }

                if (!isAsked && await tokens.TryWriteAsync(stored with { LeaseUntil = now + Lease }, CancellationToken.None))
                {
                    return await AskAsync(tokens, protector, stored with { Version = stored.Version + 1 }, app, baseUrl, cancellationToken);
                }
            }

            return (null, ProviderErrors.Unavailable("token-busy"));
        }
        finally
        {
            _one.Release();
        }
    }

    private static string? Read(ProviderToken stored, ISecretProtector protector)
    {
        try
        {
            return stored.ProtectedToken.Length == 0 ? null : protector.Unprotect(SecretPurposes.ProviderToken, stored.ProtectedToken);
        }
        catch (CryptographicException)
        {
            // Its key left the ring; WeChat gives the same token again.
            return null;
        }
    }

    private async Task<(string? Token, ProviderResult? Refusal)> AskAsync(
        IProviderTokenRepository tokens,
        ISecretProtector protector,
        ProviderToken leased,
        AppOptions app,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        var reply = await backchannel.PostJsonAsync(
            new Uri(baseUrl + "/cgi-bin/stable_token"),
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credential",
                ["appid"] = app.AppId,
                ["secret"] = app.AppSecret,
            },
            cancellationToken
        );
        var (token, seconds, refusal) = Understand(reply);
        var now = clock.GetUtcNow();
        var next = token is null
            ? leased with
            {
                LeaseUntil = now,
            }
            : leased with
            {
                ProtectedToken = protector.Protect(SecretPurposes.ProviderToken, token),
                ExpiresAt = now + TimeSpan.FromSeconds(seconds),
                LeaseUntil = now,
            };
        // Lost only when this node took longer than its lease: then another one has stored the same token.
        await tokens.TryWriteAsync(next, CancellationToken.None);
        return (token, refusal);
    }

    private static (string? Token, long Seconds, ProviderResult? Refusal) Understand(ProviderReply reply)
    {
        if (!reply.IsObject(out var json, out var refusal))
        {
            return (null, 0, refusal);
        }

        // Every error here is about our registration, and none about the code that the client brought.
        return json.Text("access_token") is { } token
            ? (token, Math.Clamp(json.Number("expires_in") ?? 0, 1, 7200), null)
            : (null, 0, ProviderErrors.Unavailable("token-" + (json.Text("errcode") ?? "format")));
    }
}
