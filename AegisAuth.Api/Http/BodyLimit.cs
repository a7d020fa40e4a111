using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace AegisAuth.Api.Http;

/// <summary>Refuses bodies that are larger than the surface takes, announced or not.</summary>
internal static class BodyLimit
{
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var limit = Protocols.Of(context).MaxBodyBytes;
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
