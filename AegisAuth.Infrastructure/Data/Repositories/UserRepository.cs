using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class UserRepository(SqlUnitOfWork db) : IUserRepository, IDevelopmentMark
{
    internal const string Columns = """
        id, aegisspeed_id, role, organisation_id, enabled, nickname, user_name, password_hash, password_version,
        password_changed_at, must_change_password, protected_resident_id, email, phone, real_name, avatar_url, parent_id, group_id, is_retailer, balance,
        total_reward, invite_code, last_login_at, expires_at, created_at, updated_at, closes_at, closing_held, erased_at
        """;

    private static readonly Sql<ByAegisSpeedId> FindByAegisSpeedId = new(
        // What is left of an erased account is no user.
        $"SELECT {Columns} FROM users WHERE aegisspeed_id = @AegisSpeedId AND erased_at IS NULL"
    );

    private static readonly Sql<ById> FindById = new($"SELECT {Columns} FROM users WHERE id = @Id");

    private static readonly Sql<ByName> FindByName = new(
        $"""
        SELECT {Columns} FROM users
        WHERE id = COALESCE(
            (SELECT c.user_id FROM verified_contacts c WHERE c.contact_key = @ContactKey),
            (SELECT n.id FROM users n WHERE n.user_name_key = @NameKey))
        """
    );

    private const int MaxTakenNumbers = 10_000;

    // Waits for other transactions that allot a number: the row stays locked until this one ends.
    private static readonly Sql<NoParameters> TakeNumber = new("UPDATE sequences SET value = value + 1 WHERE name = 'users'");

    private static readonly Sql<NoParameters> ReadNumber = new("SELECT value FROM sequences WHERE name = 'users'");

    // An import may have kept ids that the count has not reached.
    private static readonly Sql<ByNumber> CountByNumber = new("SELECT COUNT(*) FROM users WHERE id = @Id OR aegisspeed_id = @AegisSpeedId");

    internal static readonly Sql<User> Insert = new(
        """
        INSERT INTO users (
            id, aegisspeed_id, role, organisation_id, enabled, nickname, user_name, user_name_key, password_hash,
            must_change_password, protected_resident_id, email, phone, real_name, avatar_url, parent_id, group_id,
            is_retailer, balance, total_reward, invite_code, last_login_at, expires_at, created_at, updated_at)
        VALUES (
            @Id, @AegisSpeedId, @Role, @OrganisationId, @Enabled, @Nickname, @UserName, @UserNameKey, @PasswordHash,
            @MustChangePassword, @ProtectedResidentId, @Email, @Phone, @RealName, @AvatarUrl, @ParentId, @GroupId,
            @IsRetailer, @Balance, @TotalReward, @InviteCode, @LastLoginAt, @ExpiresAt, @CreatedAt, @UpdatedAt)
        """
    );

    private static readonly Sql<NoParameters> CountAdmins = new("SELECT COUNT(*) FROM users WHERE role > 0 AND enabled = 1");

    private static readonly Sql<Login> RecordLogin = new(
        """
        UPDATE users SET last_login_at = @At
        WHERE id = @Id AND enabled = 1 AND password_version = @PasswordVersion
        """
    );

    // Changes nothing: the row stays locked until the transaction ends, so that the answer stays true.
    private static readonly Sql<Checked> ConfirmPassword = new(
        "UPDATE users SET enabled = enabled WHERE id = @Id AND enabled = 1 AND password_version = @PasswordVersion"
    );

    private static readonly Sql<NewHash> UpgradeHash = new("UPDATE users SET password_hash = @New WHERE id = @Id AND password_hash = @Old");

    private static readonly Sql<NewPassword> SetPassword = new(
        """
        UPDATE users
        SET password_hash = @New, password_version = password_version + 1, password_changed_at = @At, must_change_password = 0,
            updated_at = @At
        WHERE id = @Id AND enabled = 1 AND password_version = @PasswordVersion AND role = @Role
        """
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<NoParameters> SetMark = new("INSERT INTO sequences (name, value) VALUES ('development-accounts', 1)");

    private static readonly Sql<NoParameters> ReadMark = new("SELECT COUNT(*) FROM sequences WHERE name = 'development-accounts'");

    public Task<User?> FindAsync(AegisSpeedId id, CancellationToken cancellationToken) =>
        db.FindAsync<User, ByAegisSpeedId>(FindByAegisSpeedId, new ByAegisSpeedId(id), cancellationToken);

    public Task<User?> FindAsync(long id, CancellationToken cancellationToken) =>
        db.FindAsync<User, ById>(FindById, new ById(id), cancellationToken);

    public Task<User?> FindByNameAsync(string? contactKey, string? nameKey, CancellationToken cancellationToken) =>
        db.FindAsync<User, ByName>(FindByName, new ByName(contactKey, nameKey), cancellationToken);

    public async Task<long> NextNumberAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTakenNumbers; tries++)
        {
            var number = await TakeNumberAsync(cancellationToken);
            var key = new ByNumber(number, AegisSpeedId.FromNumber(number));
            if (await db.FindAsync<long, ByNumber>(CountByNumber, key, cancellationToken) == 0)
            {
                return number;
            }
        }

        throw new InvalidOperationException($"The {MaxTakenNumbers} numbers after the last one are taken.");
    }

    public Task<bool> TryAddAsync(User user, CancellationToken cancellationToken) => db.TryInsertAsync(Insert, user, cancellationToken);

    public async Task<User?> TryAddNextAsync(Func<long, User> make, CancellationToken cancellationToken)
    {
        // A number that an import has given away already makes the insertion fail, and then the next run looks.
        var number = db.TakesForGranted ? await TakeNumberAsync(cancellationToken) : await NextNumberAsync(cancellationToken);
        var user = make(number);
        return await db.ExpectInsertAsync(Insert, user, cancellationToken) ? user : null;
    }

    private async Task<long> TakeNumberAsync(CancellationToken cancellationToken)
    {
        await db.DeferAsync(TakeNumber, NoParameters.None, cancellationToken);
        return await db.FindAsync<long, NoParameters>(ReadNumber, NoParameters.None, cancellationToken);
    }

    public async Task<bool> AnyAdminAsync(CancellationToken cancellationToken) =>
        await db.FindAsync<long, NoParameters>(CountAdmins, NoParameters.None, cancellationToken) > 0;

    public Task<bool> TryRecordLoginAsync(long id, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.ExpectAsync(RecordLogin, new Login(id, passwordVersion, at), cancellationToken);

    public Task<bool> TryConfirmPasswordAsync(long id, long passwordVersion, CancellationToken cancellationToken) =>
        db.ExpectAsync(ConfirmPassword, new Checked(id, passwordVersion), cancellationToken);

    public Task UpgradePasswordHashAsync(long id, string oldHash, string newHash, CancellationToken cancellationToken) =>
        db.DeferAsync(UpgradeHash, new NewHash(id, oldHash, newHash), cancellationToken);

    public async Task<bool> TrySetPasswordAsync(User user, string newHash, DateTimeOffset at, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(SetPassword, new NewPassword(user.Id, user.PasswordVersion, (int)user.Role, newHash, at), cancellationToken)
        == 1;

    public Task SetAsync(CancellationToken cancellationToken) => db.ExecuteAsync(SetMark, NoParameters.None, cancellationToken);

    public async Task<bool> IsSetAsync(CancellationToken cancellationToken) =>
        await db.FindAsync<long, NoParameters>(ReadMark, NoParameters.None, cancellationToken) > 0;

    private sealed record ByAegisSpeedId(AegisSpeedId AegisSpeedId);

    private sealed record ById(long Id);

    private sealed record ByNumber(long Id, AegisSpeedId AegisSpeedId);

    private sealed record ByName(string? ContactKey, string? NameKey);

    private sealed record Login(long Id, long PasswordVersion, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record Checked(long Id, long PasswordVersion) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record NewHash(long Id, string Old, string New) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }

    private sealed record NewPassword(long Id, long PasswordVersion, int Role, string New, DateTimeOffset At) : IUserScoped
    {
        long IUserScoped.UserId => Id;
    }
}
