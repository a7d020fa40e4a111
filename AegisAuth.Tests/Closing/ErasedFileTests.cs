using System.Text;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Closing;

/// <summary>What is erased is gone from the file of the database, and not only from its tables.</summary>
[TestFixture]
internal sealed class ErasedFileTests
{
    [Test]
    public async Task Erase_ManyUsers_LeavesNothingOfThemInTheFile()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var super = await app.AdminSessionAsync(AdminRole.SuperAdmin);
        var imported = await app.ImportAsync([
            .. Enumerable
                .Range(100, 30)
                .Select(i =>
                    $$"""{"user_name":"brought-{{i}}","real_name":"Kettle{{i}}","email":"gone{{i}}@example.com","email_verified":true}"""
                ),
        ]);
        Assert.That(imported.Fates, Is.EqualTo((30, 0, 0)));
        Assert.That(await FileAsync(app), Does.Contain("gone100@example.com").And.Contain("Kettle129"), "it can be seen");

        foreach (var id in app.Rows("SELECT aegisspeed_id FROM users WHERE user_name LIKE 'brought-%'"))
        {
            Assert.That(await client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{id}/erase", super), Is.EqualTo((200, "10000")));
        }

        Assert.That(await FileAsync(app), Does.Not.Contain("@example.com").And.Not.Contain("Kettle").And.Not.Contain("brought-"));
    }

    private static async Task<string> FileAsync(TestApp app)
    {
        // The log is copied back, as it is when the service stops.
        await app.ExecuteSqlAsync("PRAGMA wal_checkpoint(TRUNCATE);");
        await using var file = new FileStream(
            Path.Combine(app.Folder, "aegisauth.db"),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}
