using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// An Argon2id hash of this service's own shape in the PHC string format: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, one lane,
/// 16 bytes of salt, 32 of hash.
/// </summary>
internal sealed record PhcString(int MemoryKiB, int Iterations, byte[] Salt, byte[] Hash)
{
    private const string Head = "$argon2id$v=19$";
    private const int LeastMemory = 8;
    private const int MostMemory = 1_048_576;

    /// <summary>Whether computing it takes a bearable time and memory.</summary>
    public bool IsBounded(int mostPasses) => MemoryKiB is >= LeastMemory and <= MostMemory && Iterations >= 1 && Iterations <= mostPasses;

    /// <summary>Reads one; false for a hash of any other shape.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PhcString? phc)
    {
        phc =
            text.StartsWith(Head, StringComparison.Ordinal)
            && text[Head.Length..].Split('$') is [var parameters, var salt, var hash]
            && HashNumbers.Named(parameters, "m", "t", "p") is [var memory, var passes, 1]
            && HashBase64.Decode(salt, Argon2.SaltBytes, Argon2.SaltBytes) is { } saltBytes
            && HashBase64.Decode(hash, Argon2.DigestBytes, Argon2.DigestBytes) is { } hashBytes
                ? new PhcString(memory, passes, saltBytes, hashBytes)
                : null;
        return phc is not null;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Head}m={MemoryKiB},t={Iterations},p=1${HashBase64.Encode(Salt)}${HashBase64.Encode(Hash)}"
        );
}
