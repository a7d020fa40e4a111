using Microsoft.AspNetCore.HttpOverrides;

namespace AegisAuth.Api.Hosting;

/// <summary>Whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed: only those of a sender that <c>ForwardedHeaders:KnownProxies</c> names.</summary>
internal static class TrustedProxies
{
    private const string Key = "ForwardedHeaders:KnownProxies";

    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var named = configuration.Networks(Key);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                named.Count > 0
                    ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
                    : ForwardedHeaders.None;
            // From the right as long as the sender is a known proxy: what stands left of the first unknown one is its own word.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in named)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Configuration.Networks(Key).Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }
}
