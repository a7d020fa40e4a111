using AegisAuth.Application.Passkeys;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Passkeys;

/// <summary>What this room brings.</summary>
internal static class PasskeysServices
{
    /// <summary>Adds WebAuthn. It needs an <see cref="IPasskeyHost"/>, which the host brings.</summary>
    public static IServiceCollection AddPasskeys(this IServiceCollection services) =>
        services.AddSingleton<IPasskeyProtocol, Fido2Passkeys>();
}
