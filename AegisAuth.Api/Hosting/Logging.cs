using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace AegisAuth.Api.Hosting;

/// <summary>Serilog: readable lines in Development, compact JSON elsewhere.</summary>
internal static class Logging
{
    public static void AddLogging(this WebApplicationBuilder builder) =>
        builder
            .Services.AddHttpContextAccessor()
            .AddSingleton<ILogEventEnricher, CorrelationOfLines>()
            .AddSerilog(
                (services, logger) =>
                {
                    // It says twice for each call of a provider that the call was made.
                    logger.MinimumLevel.Override("Polly", LogEventLevel.Error);
                    logger.ReadFrom.Configuration(builder.Configuration).ReadFrom.Services(services);
                    // Queries and arguments hold one-time codes: whatever the settings say, those who write them are not asked. The first
                    // is off altogether, or the host would begin a span and a scope for each request that no line and no collector needs.
                    logger.MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off);
                    logger.MinimumLevel.Override("Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker", LogEventLevel.Warning);
                    logger.Filter.ByExcluding(IsToldInASentence);
                    if (builder.Environment.IsDevelopment())
                    {
                        logger.WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture);
                    }
                    else
                    {
                        logger.WriteTo.Sink(
                            new BufferedConsoleSink(new CompactJsonFormatter(), Console.OpenStandardOutput(), TimeProvider.System)
                        );
                    }
                }
            )
            .AddSingleton(FactoryWithoutScopes);

    // No line shows the framework's scopes, such as the name of the action; making them for each request costs as much as the line.
    private static ILoggerFactory FactoryWithoutScopes(IServiceProvider services) =>
        new LoggerFactory(
            [new SerilogLoggerProvider(services.GetRequiredService<Serilog.ILogger>(), dispose: true)],
            new LoggerFilterOptions { CaptureScopes = false, MinLevel = LogLevel.Trace }
        );

    // A start that fails is told on standard error, in one sentence; what the host and Kestrel say of it is a stack trace each.
    private static bool IsToldInASentence(LogEvent entry) =>
        entry.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel."
        && entry.Exception is { } fault
        && StartupException.Explain(fault) is not null;
}
