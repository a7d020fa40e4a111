using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>What this room brings.</summary>
internal static class KeyRingServices
{
    /// <summary>Adds the encryption of stored secrets, by section <c>Encryption</c>.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptionsSection<EncryptionOptions>(configuration, "Encryption")
            .Configure(options => options.PreviousKeys = PreviousKeys(configuration.GetSection("Encryption:PreviousKeys")))
            .Validate(EncryptionOptions.IsValid, "Encryption:Key must be 32 bytes in base64.")
            .Validate(EncryptionOptions.ArePreviousValid, "Encryption:PreviousKeys must list keys of 32 bytes in base64.");
        services
            .AddDataProtection()
            .SetApplicationName("AegisAuth")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<KeyRingRepository, RingCipher>(
                (options, ring, cipher) =>
                {
                    // Keys are made by KeyRotation, never in the middle of a request.
                    options.AutoGenerateKeys = false;
                    options.XmlRepository = ring;
                    options.XmlEncryptor = cipher.Writes ? new RingEncryptor(cipher) : null;
                }
            );
        services.AddSingleton<RingCipher>();
        services.AddSingleton<KeyRingRepository>();
        services.AddSingleton<IMigrationFollowUp, KeyRotation>();
        services.AddSingleton<RotatingKeyRing>();
        services.Replace(ServiceDescriptor.Singleton<IKeyRingProvider>(provider => provider.GetRequiredService<RotatingKeyRing>()));
        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }

    // A list in a file, one environment variable or one file each, or one text with commas.
    private static IReadOnlyList<string> PreviousKeys(IConfigurationSection section) =>
        [
            .. section.GetChildren().Select(child => child.Value?.Trim()).OfType<string>().Where(text => text.Length > 0),
            .. section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
}
