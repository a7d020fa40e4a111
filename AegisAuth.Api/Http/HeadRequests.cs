using Microsoft.Net.Http.Headers;

namespace AegisAuth.Api.Http;

/// <summary>HEAD wherever GET is (RFC 9110, 9.3.2): the same work and the same headers; Kestrel itself leaves the body out.</summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                context.Response.OnStarting(NameHead, context.Response);
                if (!HttpMethods.IsHead(context.Request.Method))
                {
                    await next(context);
                    return;
                }

                context.Request.Method = HttpMethods.Get;
                try
                {
                    await next(context);
                }
                finally
                {
                    // The log names what was asked.
                    context.Request.Method = HttpMethods.Head;
                }
            }
        );

    private static Task NameHead(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        var allowed = headers.GetCommaSeparatedValues(HeaderNames.Allow);
        if (allowed.Contains(HttpMethods.Get) && !allowed.Contains(HttpMethods.Head))
        {
            headers.Allow = string.Join(", ", allowed.Append(HttpMethods.Head));
        }

        return Task.CompletedTask;
    }
}
