using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AegisAuth.Api.Site;

/// <summary>Front ends on other origins (Fetch, CORS protocol): those of <c>Site:AllowedOrigins</c> may call <c>/api</c> with credentials.</summary>
internal static class SiteCors
{
    private static readonly string[] RequestHeaders =
    [
        "Content-Type",
        "Authorization",
        "token",
        "Idempotency-Key",
        "X-Correlation-ID",
        "Accept-Language",
    ];

    private static readonly string[] ExposedHeaders = ["update-token", "Retry-After", "X-Correlation-ID", "X-Error-Reason"];

    public static void UseSiteCors(this WebApplication app)
    {
        // A wrong value stops the start, and not the first request.
        app.Services.GetRequiredService<CookieDomain>();
        var origins = app.Services.GetRequiredService<SiteOrigins>();
        if (origins.Allowed.Count == 0)
        {
            return;
        }

        var policy = new CorsPolicyBuilder()
            .WithOrigins([.. origins.Allowed])
            .WithHeaders(RequestHeaders)
            .WithExposedHeaders(ExposedHeaders)
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
            .AllowCredentials()
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            .Build();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            branch =>
                branch
                    .Use(
                        (context, next) =>
                        {
                            context.Response.OnStarting(VaryByOrigin, context.Response);
                            return next(context);
                        }
                    )
                    .UseMiddleware<CorsMiddleware>(policy)
        );
    }

    // The framework leaves it out where one origin only is allowed, and where the origin is not.
    private static Task VaryByOrigin(object state)
    {
        ((HttpResponse)state).Headers.Vary = "Origin";
        return Task.CompletedTask;
    }
}
