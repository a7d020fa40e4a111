using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace AegisAuth.Api.Hosting;

/// <summary>Serilog: readable lines in Development, compact JSON elsewhere.</summary>
internal static class Logging
{
    public static void AddLogging(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(
            (services, logger) =>
            {
                // It says twice for each call of a provider that the call was made.
                logger.MinimumLevel.Override("Polly", LogEventLevel.Error);
                logger.ReadFrom.Configuration(builder.Configuration).ReadFrom.Services(services);
                // Queries and arguments hold one-time codes: whatever the settings say, those who write them are not asked.
                logger.MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning);
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
        );

    // A start that fails is told on standard error, in one sentence; what the host and Kestrel say of it is a stack trace each.
    private static bool IsToldInASentence(LogEvent entry) =>
        entry.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel."
        && entry.Exception is { } fault
        && StartupException.Explain(fault) is not null;
}
