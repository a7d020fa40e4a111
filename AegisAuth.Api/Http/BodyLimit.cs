using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace AegisAuth.Api.Http;

/// <summary>Refuses bodies that are larger than the surface takes, announced or not.</summary>
internal static class BodyLimit
{
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app)
    {
        var protocols = app.ApplicationServices.GetRequiredService<Protocols>();
        return app.Use(
            (context, next) =>
            {
                if (!context.Request.HasBody())
                {
                    return next(context);
                }

                var limit = protocols.Of(context.Request.Path).MaxBodyBytes;
                if (context.Request.ContentLength > limit)
                {
                    return Protocols.RefuseAsync(context, new Refusal(AuthError.MalformedRequest), StatusCodes.Status413PayloadTooLarge);
                }

                // Without an announced length Kestrel counts while the body is read, and UnhandledErrors answers.
                if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
                {
                    feature.MaxRequestBodySize = limit;
                }

                return next(context);
            }
        );
    }
}
