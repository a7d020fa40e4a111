using AegisAuth.Api.Hosting;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Primitives;

namespace AegisAuth.Api.Http;

/// <summary>Paths that the operator has closed: <c>ClosedEndpoints</c>, read again whenever the configuration changes.</summary>
internal sealed class ClosedEndpoints : IDisposable
{
    private const string Key = "ClosedEndpoints";
    private const string Sentence = Key + " must list paths, such as /api/register: each begins with / and has no query.";

    private readonly IConfiguration _configuration;
    private readonly ILogger<ClosedEndpoints> _logger;
    private readonly IDisposable _subscription;
    private HashSet<string> _paths;

    /// <exception cref="StartupException">What is listed is no path, and would close nothing.</exception>
    public ClosedEndpoints(IConfiguration configuration, ILogger<ClosedEndpoints> logger)
    {
        _configuration = configuration;
        _logger = logger;
        _paths = Read();
        if (!_paths.All(IsPath))
        {
            throw new StartupException(Sentence);
        }

        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, ReadAgain);
    }

    /// <summary>As routing compares: without regard to case, a slash at the end or the way it was percent-encoded.</summary>
    public bool Contains(PathString path) => _paths.Count > 0 && _paths.Contains(Normal(path.Value ?? ""));

    public void Dispose() => _subscription.Dispose();

    private static string Normal(string path) => path.TrimEnd('/');

    private static bool IsPath(string path) => (path.Length == 0 || path.StartsWith('/')) && path.IndexOfAny(['?', '#', '%']) < 0;

    private HashSet<string> Read() => new(_configuration.List(Key).Select(Normal), StringComparer.OrdinalIgnoreCase);

    // The program runs: what can be closed is closed, and the rest is said.
    private void ReadAgain()
    {
        _paths = Read();
        if (!_paths.All(IsPath))
        {
            _logger.LogError(Sentence);
        }
    }
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
