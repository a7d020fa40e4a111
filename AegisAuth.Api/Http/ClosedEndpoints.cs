using AegisAuth.Application;
using AegisAuth.Domain;
using Microsoft.Extensions.Primitives;

namespace AegisAuth.Api.Http;

/// <summary>Paths that the operator has closed: <c>ClosedEndpoints</c>, read again whenever the configuration changes.</summary>
internal sealed class ClosedEndpoints : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IDisposable _subscription;
    private HashSet<string> _paths;

    public ClosedEndpoints(IConfiguration configuration)
    {
        _configuration = configuration;
        _paths = Read();
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, () => _paths = Read());
    }

    public bool Contains(PathString path) => _paths.Count > 0 && _paths.Contains(Normal(path.Value ?? ""));

    public void Dispose() => _subscription.Dispose();

    private static string Normal(string path) => path.TrimEnd('/');

    private HashSet<string> Read() =>
        new(_configuration.GetSection("ClosedEndpoints").Get<string[]>()?.Select(Normal) ?? [], StringComparer.OrdinalIgnoreCase);
}

internal static class ClosedEndpointsExtensions
{
    /// <summary>Refuses closed paths before anything else about the request is looked at.</summary>
    public static IApplicationBuilder UseClosedEndpoints(this IApplicationBuilder app)
    {
        var closed = app.ApplicationServices.GetRequiredService<ClosedEndpoints>();
        return app.Use(
            (context, next) =>
                closed.Contains(context.Request.Path)
                    ? Protocols.RefuseAsync(context, new Refusal(AuthError.EndpointClosed))
                    : next(context)
        );
    }
}
