using System.Text;
using System.Text.RegularExpressions;
using AegisAuth.Application.Importing;
using AegisAuth.Tests.PasswordHashing;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Importing;

/// <summary>The queries of <c>docs/importing.md</c>, each on a small database of its product; what they give is brought here and logs in.</summary>
[TestFixture]
internal sealed partial class ReadyQueryTests
{
    // IdentityDbContext.Database.GenerateCreateScript() of Microsoft.AspNetCore.Identity.EntityFrameworkCore 10.0.15 on SQLite.
    private const string Identity = """
        CREATE TABLE "AspNetRoles" ("Id" TEXT NOT NULL CONSTRAINT "PK_AspNetRoles" PRIMARY KEY, "Name" TEXT NULL, "NormalizedName" TEXT NULL, "ConcurrencyStamp" TEXT NULL);
        CREATE TABLE "AspNetUsers" ("Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY, "UserName" TEXT NULL, "NormalizedUserName" TEXT NULL, "Email" TEXT NULL, "NormalizedEmail" TEXT NULL, "EmailConfirmed" INTEGER NOT NULL, "PasswordHash" TEXT NULL, "SecurityStamp" TEXT NULL, "ConcurrencyStamp" TEXT NULL, "PhoneNumber" TEXT NULL, "PhoneNumberConfirmed" INTEGER NOT NULL, "TwoFactorEnabled" INTEGER NOT NULL, "LockoutEnd" TEXT NULL, "LockoutEnabled" INTEGER NOT NULL, "AccessFailedCount" INTEGER NOT NULL);
        CREATE TABLE "AspNetUserLogins" ("LoginProvider" TEXT NOT NULL, "ProviderKey" TEXT NOT NULL, "ProviderDisplayName" TEXT NULL, "UserId" TEXT NOT NULL, CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"));
        CREATE TABLE "AspNetUserRoles" ("UserId" TEXT NOT NULL, "RoleId" TEXT NOT NULL, CONSTRAINT "PK_AspNetUserRoles" PRIMARY KEY ("UserId", "RoleId"));
        INSERT INTO AspNetRoles VALUES ('r1', 'Admin', 'ADMIN', NULL);
        INSERT INTO AspNetUsers VALUES
            ('11111111-aaaa', 'li@example.com', 'LI@EXAMPLE.COM', 'li@example.com', 'LI@EXAMPLE.COM', 1, '{hash}', 's', 'c', NULL, 0, 0, NULL, 1, 0),
            ('22222222-bbbb', 'wang@example.com', 'WANG@EXAMPLE.COM', 'wang@example.com', 'WANG@EXAMPLE.COM', 0, '{hash}', 's', 'c', '13800138000', 1, 0, '2999-12-31 23:59:59.9999999+00:00', 1, 0),
            ('33333333-cccc', 'zhang.wei', 'ZHANG.WEI', NULL, NULL, 0, '{hash}', 's', 'c', NULL, 0, 0, '2020-01-01 00:00:00+00:00', 1, 0);
        INSERT INTO AspNetUserRoles VALUES ('33333333-cccc', 'r1');
        INSERT INTO AspNetUserLogins VALUES ('Google', '1089', 'Google', '11111111-aaaa'), ('GitHub', '77', 'GitHub', '11111111-aaaa');
        """;

    // The tables of better-auth 1.7.25 (getAuthTables), as its migration makes them on SQLite.
    private const string BetterAuth = """
        create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
        create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id"), "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
        insert into user values ('aB3dEf6hIj', '李娜', 'li@example.com', 1, null, '2024-05-06T07:08:09.123Z', '2024-05-06T07:08:09.123Z'),
            ('kL9mNo2pQr', 'Wang', 'wang@example.com', 0, null, '2024-05-06T07:08:09.123Z', '2024-05-06T07:08:09.123Z');
        insert into account (id, accountId, providerId, userId, password, createdAt, updatedAt) values
            ('a1', 'aB3dEf6hIj', 'credential', 'aB3dEf6hIj', '{hash}', '2024', '2024'), ('a2', '1089', 'google', 'aB3dEf6hIj', null, '2024', '2024'),
            ('a3', 'kL9mNo2pQr', 'credential', 'kL9mNo2pQr', '{hash}', '2024', '2024');
        """;

    // The columns of model/user.go, model/base.go and model/wechat.go.
    private const string AnqiCms = """
        CREATE TABLE users (id integer primary key, created_time integer, updated_time integer, deleted_at datetime, parent_id integer not null default 0, user_name text not null default '', real_name text not null default '', avatar_url text not null default '', email text not null default '', phone text not null default '', group_id integer not null default 0, password text not null default '', status integer not null default 0, is_retailer integer not null default 0, balance integer not null default 0, total_reward integer not null default 0, invite_code text not null default '', last_login integer default 0, expire_time integer default 0);
        CREATE TABLE user_wechats (id integer primary key, created_time integer, updated_time integer, user_id integer not null default 0, nickname text not null default '', avatar_url text not null default '', gender integer not null default 0, openid text not null default '', union_id text not null default '', platform text not null default '', status integer not null default 0);
        INSERT INTO users (id, created_time, parent_id, user_name, real_name, email, phone, group_id, password, status, is_retailer, balance, total_reward, invite_code) VALUES
            (101, 1669012062, 102, 'li.na', '李娜', 'li@example.com', '13800138000', 1, '{hash}', 1, 1, 500, 20, 'JF5K2'),
            (102, 1669012061, 0, '', '', '', '', 1, '', 1, 0, 0, 0, 'A1B2C');
        INSERT INTO users (id, created_time, deleted_at, user_name) VALUES (103, 1669012063, '2024-01-01', 'gone.away');
        INSERT INTO user_wechats (user_id, openid, union_id, platform) VALUES (102, 'oXyZ', 'uXyZ', 'weapp'), (101, '', '', 'weapp');
        """;

    // The form of object/init_data_dump.go: members of the User of object/user.go.
    private const string Casdoor = """
        {"organizations":[],"users":[
          {"owner":"YOUR-ORGANISATION","name":"li.na","createdTime":"2024-05-06T15:08:09+08:00","password":"{hash}","passwordSalt":"","passwordType":"bcrypt","displayName":"李娜","email":"li@example.com","emailVerified":true,"phone":"13800138000","countryCode":"CN","google":"1089","isForbidden":false,"isDeleted":false},
          {"owner":"YOUR-ORGANISATION","name":"from.keycloak","createdTime":"2024-05-06T15:08:09+08:00","password":"{keycloak}","passwordSalt":"c2FsdHNhbHQxMjM0NTY3OA==","passwordType":"pbkdf2-salt","displayName":"","email":"","emailVerified":false,"phone":"","google":"","isForbidden":true,"isDeleted":false},
          {"owner":"YOUR-ORGANISATION","name":"with.pepper","createdTime":"2024-05-06T15:08:09+08:00","password":"$argon2id$v=19$m=65536,t=1,p=2$a$b","passwordSalt":"pepper","passwordType":"argon2id","displayName":"x","email":"","phone":"","google":""},
          {"owner":"built-in","name":"admin","createdTime":"2024-05-06T15:08:09+08:00","password":"123","passwordType":"plain","displayName":"Admin","email":"","phone":""}
        ]}
        """;

    private TestApp _app = null!;

    [SetUp]
    public void Start() => _app = TestApp.Create().With("Captcha:Mode", "Off").Start();

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task AspNetCoreIdentity_Query_BringsItsUsers()
    {
        var hash = ForeignVectors.All.First(v => v.Tool == "ASP.NET Core Identity 10.0.12").Hash;

        Assert.That((await BringAsync("From ASP.NET Core Identity", Identity.Replace("{hash}", hash))).Fates, Is.EqualTo((3, 0, 0)));

        Assert.That(
            _app.Rows("SELECT user_name, email, phone, enabled, role FROM users WHERE id > 4 ORDER BY id").Skip(1),
            Is.EqualTo((string[])["wang-22222222,wang@example.com,13800138000,0,0", "zhang.wei,,,1,2"])
        );
        Assert.That(
            _app.Rows("SELECT contact_key FROM verified_contacts ORDER BY 1"),
            Is.EqualTo((string[])["email:li@example.com", "phone:8613800138000"])
        );
        Assert.That(_app.Rows("SELECT provider, subject FROM external_identities"), Is.EqualTo((string[])["google,1089"]));
        await LogsInAsync("li@example.com");
    }

    [Test]
    public async Task BetterAuth_Query_BringsItsUsers()
    {
        var hash = ForeignVectors.All.First(v => v.Tool == "better-auth 1.7.25").Hash;

        Assert.That((await BringAsync("From better-auth", BetterAuth.Replace("{hash}", hash))).Fates, Is.EqualTo((2, 0, 0)));

        Assert.That(
            _app.Rows("SELECT nickname, created_at FROM users WHERE id > 4 ORDER BY nickname"),
            Is.EqualTo((string[])["Wang,1714979289000", "李娜,1714979289000"])
        );
        Assert.That(_app.Rows("SELECT provider, subject FROM external_identities"), Is.EqualTo((string[])["google,1089"]));
        await LogsInAsync("li@example.com");
        await LogsInAsync("wang-kL9mNo2p");
    }

    [Test]
    public async Task AnqiCms_Query_BringsItsUsers()
    {
        var hash = ForeignVectors.All.First(v => v.Hash.StartsWith("$2a$04$", StringComparison.Ordinal)).Hash;

        Assert.That((await BringAsync("From AnqiCMS", AnqiCms.Replace("{hash}", hash))).Fates, Is.EqualTo((2, 0, 0)));

        Assert.That(
            _app.Rows(
                "SELECT id, parent_id, real_name, phone, group_id, enabled, is_retailer, balance, total_reward, invite_code, created_at FROM users WHERE id = 101"
            ),
            Is.EqualTo((string[])["101,102,李娜,13800138000,1,1,1,500,20,JF5K2,1669012062000"])
        );
        Assert.That(
            _app.Rows("SELECT user_id, provider, subject, union_id FROM external_identities"),
            Is.EqualTo((string[])["102,weapp,oXyZ,uXyZ"])
        );
        Assert.That(_app.Rows("SELECT COUNT(*) FROM verified_contacts"), Is.EqualTo((string[])["0"]));
        await LogsInAsync("li.na");
    }

    [Test]
    public async Task Casdoor_Query_BringsItsUsers()
    {
        var bcrypt = ForeignVectors.All.First(v => v.Hash.StartsWith("$2b$10$", StringComparison.Ordinal)).Hash;
        // cred/pbkdf2-salt.go: PBKDF2 with SHA-256, 27,500 passes, 64 bytes, both in base64.
        var keycloak = Convert.ToBase64String(
            System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(
                ForeignVectors.En,
                Convert.FromBase64String("c2FsdHNhbHQxMjM0NTY3OA=="),
                27_500,
                System.Security.Cryptography.HashAlgorithmName.SHA256,
                64
            )
        );
        var dump = Casdoor.Replace("{hash}", bcrypt).Replace("{keycloak}", keycloak);

        Assert.That((await BringAsync("From Casdoor", tables: "", dump)).Fates, Is.EqualTo((3, 0, 0)));

        Assert.That(
            _app.Rows("SELECT user_name, nickname, enabled, password_hash IS NULL, created_at FROM users WHERE id > 4 ORDER BY id"),
            Is.EqualTo(
                (string[])
                    ["li.na,李娜,1,0,1714979289000", "from.keycloak,from.keycloak,0,0,1714979289000", "with.pepper,x,1,1,1714979289000"]
            )
        );
        await _app.ExecuteSqlAsync("UPDATE users SET enabled = 1");
        await LogsInAsync("li@example.com");
        await LogsInAsync("from.keycloak");
    }

    private async Task<ImportResult> BringAsync(string heading, string tables, string dump = "")
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(HouseRulesTests.Root, "docs", "importing.md"));
        var query = SqlBlock().Match(guide[guide.IndexOf("## " + heading, StringComparison.Ordinal)..]).Groups["sql"].Value;
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        // What the command line of SQLite has.
        connection.CreateFunction("readfile", (string name) => name == "init_data_dump.json" ? dump : null);
        await using var command = connection.CreateCommand();
        command.CommandText = tables + query;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new StringBuilder();
        while (await reader.ReadAsync())
        {
            lines.Append(reader.GetString(0)).Append('\n');
        }

        var result = await _app.ImportAsync(Encoding.UTF8.GetBytes(lines.ToString()), new ImportRequest(DryRun: false, WithRoles: true));
        Assert.That((result.Reasons, result.Unknown), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
        return result;
    }

    private async Task LogsInAsync(string name)
    {
        using var client = _app.Client();
        using var response = await client.TrySiteLoginAsync(name, ForeignVectors.En);
        Assert.That((await response.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
    }

    [GeneratedRegex(@"```sql\n(?<sql>.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex SqlBlock();
}
