using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Operation;

internal static class OperationServices
{
    public static IServiceCollection AddOperation(this IServiceCollection services)
    {
        services.AddScoped<IDoctorCheck, AuditCheck>();
        services.AddScoped<IDoctorCheck, EventsCheck>();
        return services.AddScoped<Doctor>();
    }
}
