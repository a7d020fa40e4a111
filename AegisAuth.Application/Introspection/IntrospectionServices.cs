using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Introspection;

/// <summary>What this room brings.</summary>
internal static class IntrospectionServices
{
    /// <summary>Adds what other programs may ask; <see cref="ResourceServers"/> come from the host, which knows where it runs.</summary>
    public static IServiceCollection AddIntrospection(this IServiceCollection services)
    {
        services.AddSingleton<ResourceServerAuthenticator>();
        services.AddSingleton<IntrospectionService>();
        services.AddScoped<TokenRevocation>();
        return services;
    }
}
