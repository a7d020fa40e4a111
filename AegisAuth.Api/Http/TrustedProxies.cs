using AegisAuth.Api.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace AegisAuth.Api.Http;

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
        var named = app.Configuration.Networks(Key);
        foreach (var everyone in named.Where(network => network.PrefixLength == 0))
        {
            app.Logger.LogWarning(
                "{Key} names {Network}: every sender is believed, and a stranger can write any address into X-Forwarded-For",
                Key,
                everyone
            );
        }

        var due = new OnceAnHour(app.Services.GetRequiredService<TimeProvider>());
        app.Use(
            (context, next) =>
            {
                var headers = context.Request.Headers;
                if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Forwarded-Proto"))
                {
                    WarnOfStranger(app.Logger, due, named, context.Caller().Address);
                }

                return next(context);
            }
        );
        if (named.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    private static void WarnOfStranger(ILogger logger, OnceAnHour due, IReadOnlyList<System.Net.IPNetwork> named, string sender)
    {
        if (
            (!System.Net.IPAddress.TryParse(sender, out var address) || !named.Any(network => network.Contains(address)))
            && due.IsDue(sender)
        )
        {
            logger.LogWarning(
                "{Sender} sends X-Forwarded headers and is not in {Key}: they are not believed. If it is your proxy, name it there",
                sender,
                Key
            );
        }
    }
}
