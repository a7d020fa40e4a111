using System.Globalization;
using AegisAuth.Application.Users;

namespace AegisAuth.Application.Account;

/// <summary>Finds the user who has brought a new one.</summary>
public sealed class InviterLookup(IAccountProfileRepository details, IUserRepository users)
{
    /// <summary>
    /// The inviter's number: 0 where no invitation is named, null for an invitation that no user has. Pages of the document
    /// send a number, and 0 for none; a code is text.
    /// </summary>
    /// <param name="code">An invitation code; goes before the other.</param>
    /// <param name="codeOrNumber">An invitation code, or the number of a user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<long?> FindAsync(string? code, string? codeOrNumber, CancellationToken cancellationToken)
    {
        if (Text(code) is { } given)
        {
            return await details.FindInviterAsync(given, cancellationToken);
        }

        if (Text(codeOrNumber) is not { } either)
        {
            return 0;
        }

        if (await details.FindInviterAsync(either, cancellationToken) is { } byCode)
        {
            return byCode;
        }

        return
            long.TryParse(either, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await users.FindAsync(number, cancellationToken) is { ErasedAt: null } user
            ? user.Id
            : null;
    }

    private static string? Text(string? given) => given?.Trim() is { Length: > 0 } text && text != "0" ? text : null;
}
