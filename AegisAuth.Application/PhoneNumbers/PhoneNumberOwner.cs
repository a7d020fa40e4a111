using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>Whose a proven number is, and whether it still can be trusted to be.</summary>
public sealed class PhoneNumberOwner(
    IUserRepository users,
    IAccountProfileRepository contacts,
    IPhoneCodeRepository codes,
    AccountNotices notices,
    IOptions<PhoneOptions> options,
    TimeProvider time
)
{
    /// <summary>The user who has proven the number, or null.</summary>
    public Task<User?> FindAsync(string contact) => users.FindByNameAsync(contact, nameKey: null, CancellationToken.None);

    /// <summary>
    /// Whether the account was unused for so long that the number may have another owner by now: operators give numbers
    /// out again after some months.
    /// </summary>
    public async Task<bool> MayBeRecycledAsync(User user, string contact)
    {
        var oldest = time.GetUtcNow() - options.Value.RecycledAfter;
        if (user.CreatedAt > oldest || user.LastLoginAt > oldest)
        {
            return false;
        }

        // A session that is renewed day by day is use, too.
        var sign = await codes.FindLastSignAsync(user.Id, contact, CancellationToken.None);
        return sign is not { } seen || DateTimeOffset.FromUnixTimeMilliseconds(seen) <= oldest;
    }

    /// <summary>
    /// Makes a number the user's own, proven just now, in the place of an earlier one. False, and nothing is done, when
    /// another user has proven it. Belongs in a transaction.
    /// </summary>
    public async Task<bool> TryGiveAsync(User user, string contact)
    {
        var proven = await contacts.ListContactsAsync(user.Id, CancellationToken.None);
        var now = time.GetUtcNow();
        if (!proven.Contains(contact))
        {
            if (!await contacts.TryLockAsync(user.Id, CancellationToken.None))
            {
                // Disabled, closed or erased since it was read: look again.
                throw new ConcurrencyConflictException();
            }

            if (!await contacts.TryAddContactAsync(contact, user.Id, now, CancellationToken.None))
            {
                return false;
            }

            await notices.TellAsync(user.Id, AccountChange.Phone);
        }

        await contacts.DropContactsAsync(user.Id, ContactKeys.PhonePrefix, contact, CancellationToken.None);
        if (ContactKeys.Phone(user.Phone) != contact)
        {
            var change = new DetailChange(user.Id, RealName: null, AvatarUrl: null, Email: null, Number(contact), now);
            if (!await contacts.TryChangeAsync(change, CancellationToken.None))
            {
                // Disabled, closed or erased since it was read: look again.
                throw new ConcurrencyConflictException();
            }
        }

        return true;
    }

    /// <summary>The number inside a key, in E.164: <c>+8613800138000</c>.</summary>
    public static string Number(string contact) => "+" + contact[ContactKeys.PhonePrefix.Length..];
}
