using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>What this room brings.</summary>
internal static class KeyRingServices
{
    /// <summary>Adds the encryption of stored secrets, by section <c>Encryption</c>.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptionsSection<EncryptionOptions>(configuration, "Encryption")
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
        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }
}
