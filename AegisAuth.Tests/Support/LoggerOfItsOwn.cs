using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Serilog.AspNetCore;
using Serilog.Extensions.Hosting;
using Serilog.Extensions.Logging;
using ILogger = Serilog.ILogger;

namespace AegisAuth.Tests.Support;

/// <summary>
/// Several programs in one process, each with its log. By themselves the factory, the line of a request and what is added to
/// it go by Serilog's logger of the process, which is that of the program that was started last, and silent once that has stopped.
/// </summary>
internal static class LoggerOfItsOwn
{
    public static void LogApart(this IServiceCollection services)
    {
        services.AddOptions<RequestLoggingOptions>().Configure<ILogger>((options, logger) => options.Logger = logger);
        services.Replace(ServiceDescriptor.Singleton(built => new DiagnosticContext(built.GetRequiredService<ILogger>())));
        services.Replace(
            ServiceDescriptor.Singleton<ILoggerFactory>(built => new SerilogLoggerFactory(built.GetRequiredService<ILogger>()))
        );
    }
}
