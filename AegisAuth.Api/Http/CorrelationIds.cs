using System.Buffers.Text;
using System.Security.Cryptography;

namespace AegisAuth.Api.Http;

/// <summary>
/// New correlation ids: 96 random bits in base64url. The system is asked for the bits of many ids at once, because each
/// question costs a call of the kernel.
/// </summary>
internal static class CorrelationIds
{
    private const int Bytes = 12;
    private const int AtOnce = 64;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _left;

    /// <summary>An id that no other request has.</summary>
    public static string New()
    {
        var random = _random ??= new byte[Bytes * AtOnce];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(random);
            _left = AtOnce;
        }

        return Base64Url.EncodeToString(random.AsSpan(Bytes * --_left, Bytes));
    }
}
