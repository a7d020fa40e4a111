using System.Diagnostics;
using AegisAuth.Api.Hosting;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Http.Features;
using Serilog.Events;
using Serilog.Parsing;

namespace AegisAuth.Api.Http;

/// <summary>
/// One structured line for each request, with nothing in it that a client sent but method and path. Serilog's own middleware
/// does the same at three times the price: it is made to let any code add to the line.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, Serilog.ILogger logger, TimeProvider time)
{
    private static readonly MessageTemplate Line = new MessageTemplateParser().Parse(
        "{RequestMethod} {RequestPath} {StatusCode} {Elapsed} ms {CorrelationId}"
    );

    // Those below, and the name of this class.
    private const int MostProperties = 8;

    private readonly Serilog.ILogger _logger = logger.ForContext<RequestLog>();

    public async Task InvokeAsync(HttpContext context)
    {
        // The work of the machine, whatever the clock of the program says.
        var started = Stopwatch.GetTimestamp();
        var notes = new Notes();
        context.Features.Set(notes);
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            // The answer has begun, so nothing in front of this can change it any more.
            Write(context, notes, started, StatusCodes.Status500InternalServerError, e);
            throw;
        }

        Write(context, notes, started, context.Response.StatusCode, exception: null);
    }

    private void Write(HttpContext context, Notes notes, long started, int status, Exception? exception)
    {
        var level =
            status >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error
            : context.GetEndpoint()?.Metadata.GetMetadata<Quiet>() is not null ? LogEventLevel.Debug
            : LogEventLevel.Information;
        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var properties = new Dictionary<string, LogEventPropertyValue>(MostProperties)
        {
            ["RequestMethod"] = new ScalarValue(context.Request.Method),
            ["RequestPath"] = new ScalarValue(context.Request.Path.Value ?? ""),
            ["StatusCode"] = new ScalarValue(status),
            ["Elapsed"] = new ScalarValue(Milliseconds(Stopwatch.GetElapsedTime(started))),
            [CorrelationOfLines.Property] = new ScalarValue(context.TraceIdentifier),
        };
        if (notes.Program is not null)
        {
            properties["ResourceServer"] = new ScalarValue(notes.Program);
        }

        if (notes.UserId is not null)
        {
            properties["UserId"] = new ScalarValue(notes.UserId);
        }

        var span = Activity.Current;
        _logger.Write(
            LogEvent.UnstableAssembleFromParts(
                time.GetUtcNow(),
                level,
                exception,
                Line,
                properties,
                span?.TraceId ?? default,
                span?.SpanId ?? default
            )
        );
    }

    // To the microsecond.
    private static decimal Milliseconds(TimeSpan elapsed) => (long)elapsed.TotalMicroseconds / 1000m;

    /// <summary>Marks an endpoint whose requests tell nothing: the twenty files that belong to a page.</summary>
    public sealed class Quiet;

    /// <summary>What is found out about a request on its way.</summary>
    internal sealed class Notes
    {
        public string? UserId { get; set; }

        public string? Program { get; set; }
    }
}

internal static class RequestLogNotes
{
    /// <summary>Whose request it is: whose session it brought, or who has logged in by it.</summary>
    public static void Identify(this HttpContext context, AegisSpeedId id) => Of(context).UserId = id.ToString();

    /// <summary>Which resource server asks: its configured name.</summary>
    public static void IdentifyProgram(this HttpContext context, string name) => Of(context).Program = name;

    private static RequestLog.Notes Of(HttpContext context) => context.Features.GetRequiredFeature<RequestLog.Notes>();
}
