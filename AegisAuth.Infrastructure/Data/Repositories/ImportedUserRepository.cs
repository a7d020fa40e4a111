using System.Globalization;
using AegisAuth.Application.Importing;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ImportedUserRepository(SqlUnitOfWork db, Database database) : IImportedUsers
{
    private const int MaxBlocks = 1000;
    private const string Twenty = TwentyKeys<long>.Parameters;
    private const string Columns = "u.id, u.aegisspeed_id, u.user_name_key, u.created_at, u.parent_id, i.line_digest";

    private const string From = "FROM users u LEFT JOIN imported_users i ON i.user_id = u.id";

    // Each along its index. Twenty keys in one statement: asking for one at a time would take most of the time of an import.
    private static readonly Sql<Numbers> FindByIds = new($"SELECT {Columns} {From} WHERE u.id IN ({Twenty})");

    private static readonly Sql<Ids> FindByAegisSpeedIds = new($"SELECT {Columns} {From} WHERE u.aegisspeed_id IN ({Twenty})");

    private static readonly Sql<Texts> FindByUserNames = new($"SELECT {Columns} {From} WHERE u.user_name_key IN ({Twenty})");

    private static readonly Sql<Texts> FindByInviteCodes = new(
        $"SELECT {Columns}, u.invite_code AS key_value {From} WHERE u.invite_code IN ({Twenty})"
    );

    private static readonly Sql<Texts> FindByContacts = new(
        $"""
        SELECT {Columns}, c.contact_key AS key_value
        FROM verified_contacts c JOIN users u ON u.id = c.user_id LEFT JOIN imported_users i ON i.user_id = u.id
        WHERE c.contact_key IN ({Twenty})
        """
    );

    private static readonly Sql<Number> RaiseNumber = new("UPDATE sequences SET value = @Value WHERE name = 'users' AND value < @Value");

    private static readonly Sql<Block> TakeNumbers = new("UPDATE sequences SET value = value + @Count WHERE name = 'users'");

    private static readonly Sql<NoParameters> ReadNumber = new("SELECT value FROM sequences WHERE name = 'users'");

    private static readonly Sql<NumberRange> FindIds = new("SELECT id FROM users WHERE id >= @First AND id <= @Last");

    private static readonly Sql<IdRange> FindAegisSpeedIds = new(
        "SELECT aegisspeed_id FROM users WHERE aegisspeed_id >= @First AND aegisspeed_id <= @Last"
    );

    private static readonly Sql<Line> InsertLine = new("INSERT INTO imported_users (user_id, line_digest) VALUES (@UserId, @LineDigest)");

    private static readonly Sql<NewParent> SetParent = new("UPDATE users SET parent_id = @New WHERE id = @Id AND parent_id = @Old");

    public void ExpectMany() => database.ExpectMany();

    public async Task<IReadOnlyList<KeyOwner>> FindOwnersAsync(LineKeys keys, CancellationToken cancellationToken)
    {
        var owners = new List<KeyOwner>();
        await AddAsync(keys.Ids, FindByIds, k => new Numbers(k), o => o with { KeyName = LineKeyNames.Id, KeyValue = Text(o.Id) });
        await AddAsync(
            keys.AegisSpeedIds,
            FindByAegisSpeedIds,
            k => new Ids(k),
            o => o with { KeyName = LineKeyNames.AegisSpeedId, KeyValue = o.AegisSpeedId.ToString() }
        );
        await AddAsync(
            keys.UserNameKeys,
            FindByUserNames,
            k => new Texts(k),
            o => o with { KeyName = LineKeyNames.UserName, KeyValue = o.UserNameKey }
        );
        await AddAsync(keys.ContactKeys, FindByContacts, k => new Texts(k), o => o with { KeyName = LineKeyNames.Contact });
        await AddAsync(keys.InviteCodes, FindByInviteCodes, k => new Texts(k), o => o with { KeyName = LineKeyNames.InviteCode });
        return owners;

        async Task AddAsync<TKey, TKeys>(
            IReadOnlyCollection<TKey> all,
            Sql<TKeys> sql,
            Func<TKey[], TKeys> parameters,
            Func<KeyOwner, KeyOwner> named
        )
        {
            foreach (var chunk in all.Chunk(TwentyKeys<TKey>.Count))
            {
                var found = await db.ListAsync<KeyOwner, TKeys>(sql, parameters(chunk), cancellationToken);
                owners.AddRange(found.Select(named));
            }
        }
    }

    public Task RaiseNumberAsync(long atLeast, CancellationToken cancellationToken) =>
        db.ExecuteAsync(RaiseNumber, new Number(atLeast), cancellationToken);

    public async Task<IReadOnlyList<long>> TakeNumbersAsync(int count, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxBlocks; tries++)
        {
            await db.ExecuteAsync(TakeNumbers, new Block(count), cancellationToken);
            var last = await db.FindAsync<long, NoParameters>(ReadNumber, NoParameters.None, cancellationToken);
            var range = new NumberRange(last - count + 1, last);
            var taken = await db.ListAsync<long, NumberRange>(FindIds, range, cancellationToken);
            var ids = new IdRange(AegisSpeedId.FromNumber(range.First), AegisSpeedId.FromNumber(range.Last));
            var takenIds = await db.ListAsync<AegisSpeedId, IdRange>(FindAegisSpeedIds, ids, cancellationToken);
            var free = Enumerable
                .Range(0, count)
                .Select(i => range.First + i)
                .Where(number => !taken.Contains(number) && !takenIds.Contains(AegisSpeedId.FromNumber(number)))
                .ToList();
            if (free.Count > 0)
            {
                return free;
            }
        }

        throw new InvalidOperationException("The next numbers are taken, and those after them.");
    }

    public async Task AddAsync(IReadOnlyCollection<NewAccount> accounts, CancellationToken cancellationToken)
    {
        await db.InsertAllAsync(UserRepository.Insert, accounts.Select(a => a.User), cancellationToken);
        await db.InsertAllAsync(
            InsertLine,
            accounts.Where(a => a.LineDigest is not null).Select(a => new Line(a.User.Id, a.LineDigest!)),
            cancellationToken
        );
        await db.InsertAllAsync(
            AccountProfileRepository.InsertContact,
            accounts.SelectMany(a => a.ContactKeys.Select(key => new AccountProfileRepository.Contact(key, a.User.Id, a.User.UpdatedAt))),
            cancellationToken
        );
        await db.InsertAllAsync(ExternalIdentityRepository.Insert, accounts.SelectMany(a => a.Identities), cancellationToken);
        await db.InsertAllAsync(
            ExternalIdentityRepository.InsertUnion,
            accounts.SelectMany(a => a.Unions.Select(u => new ExternalIdentityRepository.OwnedUnion(u.Family, u.Value, a.User.Id))),
            cancellationToken
        );
    }

    public async Task<bool> TrySetParentAsync(long userId, long from, long to, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(SetParent, new NewParent(userId, from, to), cancellationToken) == 1;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Numbers(long[] keys) : TwentyKeys<long>(keys);

    private sealed class Ids(AegisSpeedId[] keys) : TwentyKeys<AegisSpeedId>(keys);

    private sealed class Texts(string[] keys) : TwentyKeys<string>(keys);

    private sealed record Number(long Value);

    private sealed record Block(int Count);

    private sealed record NumberRange(long First, long Last);

    private sealed record IdRange(AegisSpeedId First, AegisSpeedId Last);

    private sealed record Line(long UserId, byte[] LineDigest);

    private sealed record NewParent(long Id, long Old, long New) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }
}
