namespace AegisAuth.Api.Http;

/// <summary>HEAD wherever GET is (RFC 9110, 9.3.2): the same work and the same headers; Kestrel itself leaves the body out.</summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this IApplicationBuilder app) =>
        app.Use((context, next) => HttpMethods.IsHead(context.Request.Method) ? AnswerAsGetAsync(context, next) : next(context));

    private static async Task AnswerAsGetAsync(HttpContext context, RequestDelegate next)
    {
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
}
