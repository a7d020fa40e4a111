using AegisAuth.Application.Common;
using Microsoft.AspNetCore.DataProtection;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>AES-256-GCM under the key ring of ASP.NET Data Protection, which lives in the database.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    public string Protect(string purpose, string plain) => provider.CreateProtector(purpose).Protect(plain);

    public string Unprotect(string purpose, string protectedText) => provider.CreateProtector(purpose).Unprotect(protectedText);
}
