using AegisAuth.Application.Common;
using AegisAuth.Application.Importing;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>What this room brings.</summary>
internal static class PasswordHashingServices
{
    /// <summary>Adds the password hasher and the reading of foreign hashes, by section <c>PasswordHash</c>.</summary>
    public static IServiceCollection AddPasswordHashing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<PasswordHashOptions>(configuration, "PasswordHash");
        services.AddSingleton<HashMetrics>();
        services.AddSingleton<IPasswordHasher, Argon2PasswordHasher>();
        return services.AddSingleton<IImportedHashes, ImportedHashes>();
    }
}
