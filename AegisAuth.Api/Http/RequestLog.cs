using AegisAuth.Domain;
using Serilog;
using Serilog.Events;

namespace AegisAuth.Api.Http;

/// <summary>One structured line for each request, with nothing in it that a client sent but method and path.</summary>
internal static class RequestLog
{
    private static readonly object UserId = new();
    private static readonly object Program = new();

    /// <summary>Whose request it is: whose session it brought, or who has logged in by it.</summary>
    public static void Identify(this HttpContext context, AegisSpeedId id) => context.Items[UserId] = id.ToString();

    /// <summary>Which resource server asks: its configured name.</summary>
    public static void IdentifyProgram(this HttpContext context, string name) => context.Items[Program] = name;

    /// <summary>Marks an endpoint whose requests tell nothing: the twenty files that belong to a page.</summary>
    public sealed class Quiet;

    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) =>
        app.UseSerilogRequestLogging(options =>
        {
            options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} {Elapsed:0.0} ms {CorrelationId}";
            options.IncludeQueryInRequestPath = false;
            options.GetLevel = (context, _, exception) =>
                exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
                : context.GetEndpoint()?.Metadata.GetMetadata<Quiet>() is not null ? LogEventLevel.Debug
                : LogEventLevel.Information;
            options.EnrichDiagnosticContext = (diagnostics, context) =>
            {
                diagnostics.Set("CorrelationId", context.TraceIdentifier);
                if (context.Items.TryGetValue(Program, out var program))
                {
                    diagnostics.Set("ResourceServer", program);
                }

                if (context.Items.TryGetValue(UserId, out var id))
                {
                    diagnostics.Set("UserId", id);
                }
            };
        });
}
