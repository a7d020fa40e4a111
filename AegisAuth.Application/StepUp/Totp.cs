using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AegisAuth.Application.StepUp;

/// <summary>
/// Codes of an authenticator app: RFC 6238 with what every app understands, HMAC-SHA-1, steps of 30 seconds
/// from the Unix epoch, six digits. Pure: the caller brings the clock, and remembers the last used step.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a key: the output length of SHA-1, as RFC 4226 section 4 (R6) recommends.</summary>
    public const int KeyLength = 20;

    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>What to give as the last used step of a key that has not been used.</summary>
    public const long NoStep = -1;

    /// <summary>A last used step that is further in the future than this was written by a clock that ran ahead, and is void.</summary>
    public const long TrustedStepsAhead = 5;

    private const int StepSeconds = 30;
    private const int StepsBehind = 1;
    private const int StepsAhead = 1;

    /// <summary>A new secret key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    /// <summary>Whether the text can be a code at all: six ASCII digits.</summary>
    public static bool HasForm([NotNullWhen(true)] string? code) => code is { Length: Digits } && code.All(char.IsAsciiDigit);

    /// <summary>The step that runs at a moment.</summary>
    public static long StepAt(DateTimeOffset moment) =>
        // Not a division: before 1970 that would round towards zero, and two steps would have one number.
        (long)Math.Floor(moment.ToUnixTimeMilliseconds() / (StepSeconds * 1000.0));

    /// <summary>
    /// The step a code belongs to, to be stored as the last used one; null when it is wrong. The step that runs
    /// is taken, the one before it, because typing and the way take their time (RFC 6238, section 5.2), and the one
    /// after it, because phones run ahead (section 6): a code can be used for 90 seconds in all, and NIST SP 800-63B-4,
    /// section 3.1.4.2, allows two minutes. No step is taken up to <paramref name="lastUsedStep"/>, so that each code
    /// works once. The time taken does not tell which digits were right.
    /// </summary>
    /// <param name="key">The secret key.</param>
    /// <param name="code">What was typed; anything but six ASCII digits is wrong.</param>
    /// <param name="now">The moment of the check.</param>
    /// <param name="lastUsedStep">The step this answered last, or <see cref="NoStep"/>.</param>
    /// <remarks>
    /// Two requests with one code can both be answered here: store the step with a condition, such as
    /// <c>SET last_step = @step WHERE last_step &lt; @step</c>, and let only the one that changed a row pass.
    /// </remarks>
    public static long? MatchingStep(byte[] key, string? code, DateTimeOffset now, long lastUsedStep)
    {
        if (!HasForm(code))
        {
            return null;
        }

        // All steps are always computed and compared: no way out in between. The last one that fits is stored, so that
        // a code which two of them happen to share is used up for both.
        var current = StepAt(now);
        lastUsedStep = lastUsedStep > current + TrustedStepsAhead ? NoStep : lastUsedStep;
        long? matching = null;
        for (var step = current - StepsBehind; step <= current + StepsAhead; step++)
        {
            matching = IsCodeOf(key, step, code) && step > lastUsedStep ? step : matching;
        }

        return matching;
    }

    /// <summary>The code of a step (RFC 4226, section 5.3), six digits with leading zeros.</summary>
    internal static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<char> code = stackalloc char[Digits];
        Write(key, step, code);
        return code.ToString();
    }

    private static bool IsCodeOf(ReadOnlySpan<byte> key, long step, string code)
    {
        Span<char> expected = stackalloc char[Digits];
        Write(key, step, expected);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes<char>(expected), MemoryMarshal.AsBytes(code.AsSpan()));
    }

    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "The apps compute HMAC-SHA-1 and nothing else; collisions of SHA-1 do not touch an HMAC."
    )]
    private static void Write(ReadOnlySpan<byte> key, long step, Span<char> code)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);

        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, mac);

        var offset = mac[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7FFF_FFFF;
        for (var place = Digits - 1; place >= 0; place--)
        {
            code[place] = (char)('0' + (number % 10));
            number /= 10;
        }
    }
}
