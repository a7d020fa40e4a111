using System.ComponentModel.DataAnnotations;
using AegisAuth.Application.Messages;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>Section <c>Management</c>.</summary>
public sealed class ManagementOptions
{
    /// <summary>How long the code of a password reset can be used. From one second to 7 days; 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ResetCodeLifetime { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>
/// Codes with which a user sets a password that only this user has chosen (OWASP ASVS 5.0, 6.4.6). A user has one at a
/// time; only its hash is stored.
/// </summary>
public sealed class ResetCodes(OneTimeCodeService codes, IOptions<ManagementOptions> options, TimeProvider time)
{
    /// <summary>Draws a code in the place of an earlier one. The answer holds the only copy.</summary>
    public async Task<ResetCode> IssueAsync(long userId)
    {
        await codes.EndAsync(userId, CodePurposes.AdminReset);
        var lifetime = options.Value.ResetCodeLifetime;
        var code = await codes.IssueAsync(userId, CodePurposes.AdminReset, contact: "", lifetime);
        return new ResetCode(code, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
    }

    /// <summary>Ends every code that could set the user's password, a mailed one too.</summary>
    public Task WithdrawAsync(long userId) => codes.EndPasswordCodesAsync(userId);
}

/// <summary>What an administrator hands to the user.</summary>
/// <param name="Code">The only copy of the code, for <c>POST /user/password/reset</c>.</param>
/// <param name="ExpiresTime">When it ends, in unix seconds.</param>
public sealed record ResetCode(string Code, long ExpiresTime)
{
    /// <summary>Keeps the code out of logs.</summary>
    public override string ToString() => nameof(ResetCode);
}
