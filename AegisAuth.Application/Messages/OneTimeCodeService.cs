using System.Buffers.Text;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Messages;

/// <summary>
/// Issues and takes the codes that are sent to a person: 256 random bits, of which only the SHA-256 is stored.
/// <see cref="OneTimeCodeVerifier"/> is where they are tried.
/// </summary>
public sealed class OneTimeCodeService(IOneTimeCodeRepository codes, TimeProvider time)
{
    private const int Length = 43;

    /// <summary>Stores a new code and returns the only copy of it. Codes issued before stay alive beside it.</summary>
    public async Task<string> IssueAsync(long userId, string purpose, string contact, TimeSpan lifetime)
    {
        var code = RandomSecret.Create();
        await codes.AddAsync(
            new OneTimeCode
            {
                CodeHash = RandomSecret.Hash(code),
                UserId = userId,
                Purpose = purpose,
                Contact = contact,
                ExpiresAt = time.GetUtcNow() + lifetime,
            },
            CancellationToken.None
        );
        return code;
    }

    /// <summary>
    /// What a code stands for, without using it up; null for one that is unknown, used, expired or of another purpose.
    /// </summary>
    /// <param name="code">What was typed or followed.</param>
    /// <param name="purpose">What it must be for; one of <see cref="CodePurposes"/>.</param>
    /// <param name="lifetime">How long codes of this purpose live.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<OneTimeCode?> FindAsync(string? code, string purpose, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (code is not { Length: Length } || !Base64Url.IsValid(code))
        {
            return null;
        }

        var found = await codes.FindAsync(RandomSecret.Hash(code), cancellationToken);
        var now = time.GetUtcNow();
        return found is not null && found.Purpose == purpose && found.ExpiresAt > now && ClockSkew.CanEndAt(found.ExpiresAt, now, lifetime)
            ? found
            : null;
    }

    /// <summary>
    /// Uses a code up, in the transaction of what it allows. False when it was used meanwhile: then nothing may happen.
    /// </summary>
    public Task<bool> TryTakeAsync(OneTimeCode code) => codes.TryTakeAsync(code.CodeHash, CancellationToken.None);

    /// <summary>
    /// Ends every code that could set the user's password: what a new password means, however it came. Call it in the
    /// transaction of the change itself.
    /// </summary>
    public async Task EndPasswordCodesAsync(long userId)
    {
        await EndAsync(userId, CodePurposes.ResetPassword);
        await EndAsync(userId, CodePurposes.AdminReset);
    }

    /// <summary>Ends every code of a user for this purpose, used or not.</summary>
    public Task EndAsync(long userId, string purpose) => codes.DeleteAsync(userId, purpose, CancellationToken.None);
}
