using AegisAuth.Api.Http;
using AegisAuth.Domain;

namespace AegisAuth.Api.Admin;

/// <summary>What <c>/user</c> brings to the pipeline.</summary>
internal static class AdminSurface
{
    public static IServiceCollection AddAdminSurface(this IServiceCollection services) =>
        services
            .AddSingleton<IProtocol, AdminLoginProtocol>()
            .AddSingleton<IProtocol, AdminProtocol>()
            .AddSingleton<ISessionTokenReader, AdminTokenReader>();
}

/// <summary>An admin token travels as <c>Authorization: Bearer</c> and in no other way.</summary>
internal sealed class AdminTokenReader : ISessionTokenReader
{
    public Surface Surface => Surface.Admin;

    public SessionToken? Read(HttpRequest request) =>
        BearerToken.Of(request) is { } bearer ? new SessionToken(bearer, FromCookie: false) : null;

    public bool MayBeForged(HttpRequest request) => false;
}
