using AegisAuth.Api.Http;
using AegisAuth.Application.Introspection;

namespace AegisAuth.Api.OAuth2;

/// <summary>What <c>/oauth2</c> and <c>/forward-auth</c> bring to the pipeline.</summary>
internal static class OAuth2Surface
{
    public static void AddOAuth2Surface(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton<IProtocol, OAuthProtocol>()
            .AddSingleton(ResourceServers.Read(builder.Configuration, withDemo: builder.Environment.IsDevelopment()))
            .AddSingleton(ReturnOrigins.Read(builder.Configuration));

    /// <summary>Call it before trusted proxies are undone.</summary>
    public static void UseForwardedTarget(this WebApplication app) => ForwardedTarget.Remember(app);
}
