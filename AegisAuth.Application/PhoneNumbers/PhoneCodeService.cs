using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Domain;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>
/// Issues and takes the six digits that are sent to a phone. They can be guessed, so they are looked at under the throttle
/// only, whose count is the number's: a new code gives no new tries.
/// </summary>
public sealed class PhoneCodeService(IPhoneCodeRepository codes, ISecretProtector protector, TimeProvider time)
{
    /// <summary>How long they work.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int Digits = 6;
    private const int Above = 1_000_000;
    private const int KeyBytes = 32;

    /// <summary>What was typed, as six ASCII digits; null for anything else. Full-width digits and space around them are fine.</summary>
    public static string? Read(string? typed) =>
        typed is { Length: > 0 and <= 32 }
        && typed.All(c => !char.IsSurrogate(c))
        && typed.Normalized(NormalizationForm.FormKC).Trim() is { Length: Digits } digits
        && digits.All(char.IsAsciiDigit)
            ? digits
            : null;

    /// <summary>Stores a new code in the place of an earlier one and returns the only copy of it. Belongs in a transaction.</summary>
    /// <param name="contact">The key of the number.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="userId">Who asked; 0 where the caller is not signed in.</param>
    public async Task<string> IssueAsync(string contact, TextPurpose purpose, long userId)
    {
        var digits = RandomNumberGenerator.GetInt32(Above).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var stored = await codes.TryReplaceAsync(
            new PhoneCode
            {
                Contact = contact,
                Purpose = Word(purpose),
                UserId = userId,
                Mac = Mac(key, contact, purpose, digits),
                ProtectedKey = protector.Protect(SecretPurposes.PhoneCode, Convert.ToBase64String(key)),
                ExpiresAt = time.GetUtcNow() + Lifetime,
            },
            CancellationToken.None
        );
        return stored ? digits : throw new ConcurrencyConflictException();
    }

    /// <summary>The code that these digits are, without using it up; null where they are wrong, used, expired or for something else.</summary>
    public async Task<PhoneCode?> FindAsync(string digits, string contact, TextPurpose purpose, long userId)
    {
        if (await codes.FindAsync(contact, Word(purpose), userId, CancellationToken.None) is not { } stored)
        {
            return null;
        }

        var now = time.GetUtcNow();
        byte[] key;
        try
        {
            key = Convert.FromBase64String(protector.Unprotect(SecretPurposes.PhoneCode, stored.ProtectedKey));
        }
        catch (CryptographicException)
        {
            // Its key left the ring: the code cannot be checked any more.
            return null;
        }

        var isRight = CryptographicOperations.FixedTimeEquals(stored.Mac, Mac(key, contact, purpose, digits));
        // A code that would live longer than codes do was made by a clock that has jumped.
        return isRight && stored.ExpiresAt > now && ClockSkew.CanEndAt(stored.ExpiresAt, now, Lifetime) ? stored : null;
    }

    /// <summary>Uses a code up, in the transaction of what it allows. False when it was used or replaced meanwhile.</summary>
    public Task<bool> TryTakeAsync(PhoneCode code) => codes.TryTakeAsync(code, CancellationToken.None);

    private static string Word(TextPurpose purpose) => purpose.ToString().ToLowerInvariant();

    private static byte[] Mac(byte[] key, string contact, TextPurpose purpose, string digits) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Word(purpose)}\n{contact}\n{digits}"));
}
