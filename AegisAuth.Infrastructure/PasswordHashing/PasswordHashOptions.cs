using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Section <c>PasswordHash</c>: Argon2id (RFC 9106), parameters as OWASP's Password Storage Cheat Sheet.</summary>
internal sealed class PasswordHashOptions
{
    /// <summary>The least memory of a hash that this service makes.</summary>
    public const int LeastMemoryKiB = 7168;

    /// <summary>Memory of one hash in KiB. 7,168 to 1,048,576; 19,456.</summary>
    [Range(LeastMemoryKiB, 1_048_576)]
    public int MemoryKiB { get; set; } = 19_456;

    /// <summary>Passes over the memory. 1 to 100; 2.</summary>
    [Range(1, 100)]
    public int Iterations { get; set; } = 2;

    /// <summary>Hashes at once. 1 to 1,024; as many as cores.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>Logins that may wait for a lane; beyond them 503 is answered. 0 to 100,000; 64.</summary>
    [Range(0, 100_000)]
    public int Queue { get; set; } = 64;
}
