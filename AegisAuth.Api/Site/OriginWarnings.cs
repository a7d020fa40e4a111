using AegisAuth.Api.Http;

namespace AegisAuth.Api.Site;

/// <summary>Tells the operator why a request was refused for its origin: nearly always a proxy or a missing setting.</summary>
internal sealed class OriginWarnings(TimeProvider time, ILogger<OriginWarnings> logger)
{
    private const int MaxLength = 100;

    private readonly OnceAnHour _due = new(time);

    public void Refused(HttpRequest request)
    {
        var origin = Shown(request.Headers.Origin.ToString());
        if (_due.IsDue(origin))
        {
            logger.LogWarning(
                "A request of origin {Origin} was refused, because this service is {Host}: a front end of yours belongs into Site:AllowedOrigins; a proxy in front must pass Host on, or Site:PublicUrl must be set",
                origin,
                Shown(request.Host.Value ?? "")
            );
        }
    }

    // What a stranger sent stays short and on its line.
    private static string Shown(string text) =>
        text.Length == 0 ? "(none)" : new string([.. text.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c)]);
}
