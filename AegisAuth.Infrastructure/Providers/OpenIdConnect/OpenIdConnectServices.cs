using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>What a row of OpenID Connect needs beside its login.</summary>
internal static class OpenIdConnectServices
{
    /// <summary>Adds the parts of one authority, keyed by its platform.</summary>
    public static IServiceCollection AddOpenIdConnect(this IServiceCollection services, string platform)
    {
        services.AddKeyedSingleton<AuthorityDocuments>(platform);
        services.AddKeyedSingleton<TokenExchange>(platform);
        services.AddKeyedSingleton<UserInfo>(platform);
        return services;
    }
}
