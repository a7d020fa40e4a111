using System.Globalization;
using System.Text;
using AegisAuth.Application.Cleanup;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Closing;

/// <summary>
/// Every column of every table is declared in <see cref="PersonalColumns"/>, and what is declared to be erased is. The
/// columns of the other engines are the same: <c>MigrationsTests</c>.
/// </summary>
[TestFixture]
internal sealed class PersonalColumnsTests
{
    private sealed record Column(string Table, string Name, string Type);

    private TestApp _app = null!;
    private IReadOnlyList<Column> _columns = [];

    [SetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        var names = await _app.TextsAsync(
            """
            SELECT m.name || '.' || c.name || '.' || c.type
            FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'SchemaVersions'
            """
        );
        _columns = [.. names.Select(name => name.Split('.')).Select(parts => new Column(parts[0], parts[1], parts[2]))];
    }

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public void Columns_OfAllMigrations_AreDeclared() =>
        Assert.That(
            PersonalColumns.All.Keys,
            Is.EquivalentTo(_columns.Select(column => $"{column.Table}.{column.Name}")),
            "Declare each column in PersonalColumns, and erase what is personal in ErasureRepository."
        );

    [Test]
    public async Task Erase_UserWithARowInEveryTable_LeavesNothingOfItAndAllOfAnother()
    {
        var victim = await _app.AddUserAsync(name: "victim");
        var other = await _app.AddUserAsync(name: "other");
        await FillAsync(victim);
        await FillAsync(other);

        await EraseAsync(victim);

        foreach (var column in _columns.Where(column => Kind(column) == ColumnKind.Erased))
        {
            Assert.Multiple(async () =>
            {
                Assert.That(await CountAsync(column, victim), Is.Zero, $"{column.Table}.{column.Name} is not erased");
                Assert.That(await CountAsync(column, other), Is.Positive, $"{column.Table}.{column.Name} of another user");
            });
        }

        foreach (var key in Keys(victim))
        {
            Assert.That(
                await _app.NumberAsync("SELECT COUNT(*) FROM login_attempts WHERE attempt_key = @key", ("@key", key)),
                Is.Zero,
                key
            );
        }

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM login_attempts"), Is.EqualTo(Keys(other).Count));
        Assert.That(
            await _app.TextsAsync("SELECT aegisspeed_id || user_name || enabled FROM users WHERE id = @id", ("@id", victim.Id)),
            Is.EqualTo(new[] { $"{victim.AegisSpeedId}#{victim.Id}0" })
        );
    }

    [Test]
    public async Task Sweep_WhatExpires_IsGone()
    {
        var tables = _columns.Where(column => Kind(column) == ColumnKind.Expires).Select(column => column.Table).Distinct().ToList();
        foreach (var table in tables)
        {
            await InsertAsync(table, column => column.Type == "INTEGER" ? 1L : Text("old", column));
        }

        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExpiredRowCleanup>().RunAsync(CancellationToken.None);

        Assert.That(tables, Is.Not.Empty);
        foreach (var table in tables)
        {
            Assert.That(await _app.NumberAsync($"SELECT COUNT(*) FROM {table}"), Is.Zero, table);
        }
    }

    private static ColumnKind Kind(Column column) => PersonalColumns.All[$"{column.Table}.{column.Name}"];

    private static List<string> Keys(User user) =>
        [$"pair:{user.AegisSpeedId}|192.0.2.7", $"account:{user.AegisSpeedId}", $"copy:{user.AegisSpeedId}"];

    // A value that occurs nowhere else: of this user, in this column.
    private object Value(User user, Column column) =>
        column switch
        {
            { Name: "user_id" } => user.Id,
            { Table: "audit_entries", Name: "actor" } => user.AegisSpeedId.ToString(),
            { Type: "INTEGER" } => (user.Id * 1_000_000) + _columns.ToList().IndexOf(column),
            { Type: "BLOB" } => Encoding.UTF8.GetBytes(Text($"{user.Id}", column)),
            _ => Text($"{user.Id}", column),
        };

    private static string Text(string whose, Column column) => $"{whose}-{column.Table}-{column.Name}";

    private async Task FillAsync(User user)
    {
        foreach (var table in _columns.Where(column => Kind(column) == ColumnKind.Erased).Select(column => column.Table).Distinct())
        {
            if (table == "users")
            {
                foreach (var column in _columns.Where(column => column.Table == table && Kind(column) == ColumnKind.Erased))
                {
                    await _app.ExecuteSqlAsync(
                        $"UPDATE users SET {column.Name} = @value WHERE id = @id",
                        ("@value", Value(user, column)),
                        ("@id", user.Id)
                    );
                }
            }
            else
            {
                await InsertAsync(table, column => Value(user, column));
            }
        }

        // What is not found by the number of the user: strangers at the account, a login code for the own number, counts.
        await InsertAsync(
            "audit_entries",
            column =>
                column.Name switch
                {
                    "actor" => "",
                    "target" => user.AegisSpeedId.ToString(),
                    "sequence" => -user.Id,
                    _ => Value(user, column),
                }
        );
        var contact = (string)Value(user, _columns.Single(column => column is { Table: "verified_contacts", Name: "contact_key" }));
        await InsertAsync(
            "phone_codes",
            column =>
                column.Name switch
                {
                    "user_id" => 0L,
                    "contact" => contact,
                    _ => Value(user, column),
                }
        );
        foreach (var key in Keys(user))
        {
            await InsertAsync("login_attempts", column => column.Name == "attempt_key" ? key : 1L);
        }
    }

    private Task<int> InsertAsync(string table, Func<Column, object> value)
    {
        var columns = _columns.Where(column => column.Table == table).ToList();
        return _app.ExecuteSqlAsync(
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => $"@{column.Name}"))})",
            [.. columns.Select(column => ($"@{column.Name}", (object?)value(column)))]
        );
    }

    private Task<long> CountAsync(Column column, User user) =>
        _app.NumberAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM {column.Table} WHERE {column.Name} = @value"),
            ("@value", Value(user, column))
        );

    private async Task EraseAsync(User user)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var erasure = scope.ServiceProvider.GetRequiredService<AccountErasure>();
        var erased = await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(() => erasure.TryEraseAsync(user), CancellationToken.None);
        Assert.That(erased, Is.True);
    }
}
