using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Organisations;

/// <summary>What this room brings.</summary>
internal static class OrganisationsServices
{
    /// <summary>Adds the organisations and their names.</summary>
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        services.AddScoped<OrganisationService>();
        services.AddScoped<DevelopmentOrganisation>();
        return services;
    }
}
