using Serilog;
using Serilog.Formatting.Compact;

namespace AegisAuth.Api.Startup;

/// <summary>Serilog: readable lines in Development, compact JSON elsewhere.</summary>
internal static class Logging
{
    public static void AddLogging(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(
            (services, logger) =>
            {
                logger.ReadFrom.Configuration(builder.Configuration).ReadFrom.Services(services);
                if (builder.Environment.IsDevelopment())
                {
                    logger.WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture);
                }
                else
                {
                    logger.WriteTo.Console(new CompactJsonFormatter());
                }
            }
        );
}
