using Microsoft.AspNetCore.HttpOverrides;

namespace AegisAuth.Api.Hosting;

/// <summary>Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: nobody's, unless <c>ForwardedHeaders:KnownProxies</c> names the sender.</summary>
internal static class TrustedProxies
{
    private const string Key = "ForwardedHeaders:KnownProxies";

    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var named = configuration.Networks(Key);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                named.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
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
