using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>
/// Finds the user of an external account, or makes one. Every call belongs inside a transaction: where another login of
/// the same person was faster, it is undone with everything in it, a new user too, and run again.
/// </summary>
public sealed class AccountLinker(
    IExternalIdentityRepository identities,
    IUserRepository users,
    InviterLookup inviters,
    AccountNotices notices,
    PhoneNumberOwner phones,
    TimeProvider time
)
{
    private const int SuffixLength = 6;

    /// <summary>
    /// The user of the account: by one of its subjects, then by its union id, then by an e-mail address that we have
    /// proven and that the provider runs, unless its owner has an admin role; else a new one. A disabled user is returned unchanged, and nothing is linked to it.
    /// </summary>
    /// <remarks>
    /// The subject decides. A union id or an address that another user has by now is left there.
    /// </remarks>
    /// <param name="account">The account, proven just now.</param>
    /// <param name="hints">What is known of a new user; null where none may be made.</param>
    /// <returns>Null where no user has the account and none may be made.</returns>
    public async Task<LinkedUser?> FindOrCreateAsync(ExternalAccount account, ProfileHints? hints)
    {
        var stored = await FindAsync(account);
        var known = stored.FirstOrDefault(identity => identity is not null);
        var (userId, how) = known is null ? await JoinAsync(account) : (known.UserId, LinkedBy.Subject);
        if (userId is null && hints is null)
        {
            return null;
        }

        var user = userId is { } id ? await users.FindAsync(id, CancellationToken.None) : await CreateAsync(account.Person, hints!);
        // Its row was read in this transaction; users are never deleted.
        if (user!.Enabled)
        {
            await StoreAsync(account, user.Id, stored);
            user = await GivePhoneAsync(account, user);
            // Joined just now: one more account opens this one.
            if (known is null && userId is not null)
            {
                await notices.TellAsync(user.Id, AccountChange.Linked);
            }
        }

        return new LinkedUser(user, how);
    }

    /// <summary>Links the account to this user. Refuses with <c>IdentityTaken</c> when it logs in, or would join, another user.</summary>
    public async Task<Result<Unit>> LinkAsync(ExternalAccount account, long userId)
    {
        var stored = await FindAsync(account);
        if (stored.Any(identity => identity is not null && identity.UserId != userId))
        {
            return AuthError.IdentityTaken;
        }

        if (account.Union is { } union && await identities.FindUnionAsync(union, CancellationToken.None) is { } owner && owner != userId)
        {
            return AuthError.IdentityTaken;
        }

        await StoreAsync(account, userId, stored);
        return new Unit();
    }

    // In the order of the subjects; null for one that is new here.
    private async Task<IReadOnlyList<ExternalIdentity?>> FindAsync(ExternalAccount account)
    {
        var stored = new List<ExternalIdentity?>();
        foreach (var subject in account.Subjects)
        {
            stored.Add(await identities.FindAsync(account.Provider, account.AppId, subject, CancellationToken.None));
        }

        return stored;
    }

    private async Task<(long? UserId, string How)> JoinAsync(ExternalAccount account)
    {
        if (account.Union is { } union && await identities.FindUnionAsync(union, CancellationToken.None) is { } sibling)
        {
            return (sibling, LinkedBy.Union);
        }

        if (await PhoneOwnerAsync(account) is { } owned)
        {
            return (owned, LinkedBy.Phone);
        }

        // An address that only one side has proven may have been registered in advance by another person; one that the
        // provider does not run itself may have been proven to it by a former owner. An administrator's account asks for
        // more than a mailbox.
        return
            account.Person is { EmailVerified: true, EmailAuthoritative: true, Email: { } email }
            && ContactKeys.Email(email) is { } key
            && await identities.FindByVerifiedContactAsync(key, CancellationToken.None) is { } owner
            && await users.FindAsync(owner, CancellationToken.None) is { Role: AdminRole.None }
            ? (owner, LinkedBy.Email)
            : (null, LinkedBy.NewAccount);
    }

    // A number opens an account as a code that was sent to it would: no administrator's, and none that was unused for so
    // long that the number may have changed hands. There is a new account then, which can be linked while signed in.
    private async Task<long?> PhoneOwnerAsync(ExternalAccount account) =>
        PhoneOf(account) is { } contact
        && await phones.FindAsync(contact) is { Role: AdminRole.None } user
        && !await phones.MayBeRecycledAsync(user, contact)
            ? user.Id
            : null;

    // A number that another user has proven stays there.
    private async Task<User> GivePhoneAsync(ExternalAccount account, User user)
    {
        if (PhoneOf(account) is not { } contact || (await phones.FindAsync(contact) is { } owner && owner.Id != user.Id))
        {
            return user;
        }

        Insist(await phones.TryGiveAsync(user, contact));
        return (await users.FindAsync(user.Id, CancellationToken.None))!;
    }

    private static string? PhoneOf(ExternalAccount account) => account.Person.Phone is { } phone ? ContactKeys.Phone(phone) : null;

    private async Task<User> CreateAsync(ProviderIdentity person, ProfileHints hints)
    {
        var name = ExternalText.Name(person.DisplayName) is { Length: > 0 } given ? given : ExternalText.Name(hints.NickName);
        var picture = ExternalText.Picture(person.AvatarUrl) is { Length: > 0 } known ? known : ExternalText.Picture(hints.Avatar);
        // An invitation that no user has refuses no login: the code at the provider is spent already.
        var inviter = await inviters.FindAsync(code: null, hints.InviteId, CancellationToken.None) ?? 0;
        var number = await users.NextNumberAsync(CancellationToken.None);
        foreach (var userName in ExternalText.UserNames(name, () => RandomSecret.CreateId()[..SuffixLength]))
        {
            var user = NewUser.Create(number, userName, time.GetUtcNow()) with
            {
                Nickname = name.Length > 0 ? name : userName,
                AvatarUrl = picture,
                ParentId = inviter,
                // Shown and not proven: only our own message to the address proves it to us.
                Email = person.EmailVerified && person.Email is { } email && ContactKeys.Email(email) is not null ? email.Trim() : "",
            };
            if (await users.TryAddAsync(user, CancellationToken.None))
            {
                return user;
            }
        }

        throw new InvalidOperationException("The user names never end.");
    }

    private async Task StoreAsync(ExternalAccount account, long userId, IReadOnlyList<ExternalIdentity?> stored)
    {
        var known = stored.FirstOrDefault(identity => identity is not null);
        var now = time.GetUtcNow();
        var union = await KeepUnionAsync(account, userId);
        var name = ExternalText.Name(account.Person.DisplayName);
        var identity = (known ?? new ExternalIdentity { Id = RandomSecret.CreateId(), CreatedAt = now }) with
        {
            Provider = account.Provider,
            AppId = account.AppId,
            UserId = userId,
            UnionFamily = union?.Family ?? known?.UnionFamily,
            UnionId = union?.Value ?? known?.UnionId,
            DisplayName = name.Length > 0 ? name : known?.DisplayName ?? "",
            LastLoginAt = now,
        };
        var isAlias = known is not null;
        foreach (var (subject, row) in account.Subjects.Zip(stored))
        {
            if (row is null)
            {
                Insist(await identities.TryAddAsync(identity with { Subject = subject, IsAlias = isAlias }, CancellationToken.None));
            }

            isAlias = true;
        }

        if (known is not null)
        {
            await identities.TouchAsync(identity, CancellationToken.None);
        }
    }

    // The union id often comes later than the first login: from then on it joins.
    private async Task<UnionId?> KeepUnionAsync(ExternalAccount account, long userId)
    {
        if (account.Union is not { } union)
        {
            return null;
        }

        var owner = await identities.FindUnionAsync(union, CancellationToken.None);
        if (owner is null)
        {
            Insist(await identities.TryAddUnionAsync(union, userId, CancellationToken.None));
        }

        return owner is null || owner == userId ? union : null;
    }

    // Looked for and not found, and yet there: a parallel login of the same person was faster. Begin again and find it.
    private static void Insist(bool added)
    {
        if (!added)
        {
            throw new ConcurrencyConflictException();
        }
    }
}

/// <summary>What the client says about a person who is new. Never an identity, never refused.</summary>
/// <param name="NickName">A name.</param>
/// <param name="Avatar">The address of a picture.</param>
/// <param name="InviteId">Who has brought the person: an invitation code or the number of a user.</param>
public sealed record ProfileHints(string? NickName, string? Avatar, string? InviteId);

/// <summary>The user of an external account.</summary>
/// <param name="User">As stored; possibly disabled.</param>
/// <param name="How">One of <see cref="LinkedBy"/>.</param>
public sealed record LinkedUser(User User, string How);

/// <summary>How the user of an external account was found: words of the audit log.</summary>
public static class LinkedBy
{
    /// <summary>The account has logged in before.</summary>
    public const string Subject = "known";

    /// <summary>Another account of the person in the same family.</summary>
    public const string Union = "joined-by-union";

    /// <summary>A phone number that the provider has vouched for and that is proven here.</summary>
    public const string Phone = "joined-by-phone";

    /// <summary>An address that both sides have proven.</summary>
    public const string Email = "joined-by-email";

    /// <summary>No user was found; a new one was made.</summary>
    public const string NewAccount = "new-account";
}
