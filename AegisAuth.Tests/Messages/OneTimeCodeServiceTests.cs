using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Messages;

/// <summary>Codes that are sent to people, over the real database.</summary>
[TestFixture]
internal sealed class OneTimeCodeServiceTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    [Test]
    public async Task FindAsync_IssuedCode_TellsWhatItStandsFor()
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();

        var code = await IssueAsync(codes);
        var found = await codes.FindAsync(code, CodePurposes.ResetPassword, Lifetime, default);

        Assert.That((found?.UserId, found?.Contact), Is.EqualTo(((long?)4, "email:user@example.com")));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("x")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task FindAsync_NeverIssued_Null(string? code)
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();
        await IssueAsync(codes);

        Assert.That(await codes.FindAsync(code, CodePurposes.ResetPassword, Lifetime, default), Is.Null);
    }

    [Test]
    public async Task FindAsync_OtherPurposeOrExpired_Null()
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();
        var code = await IssueAsync(codes);

        var otherPurpose = await codes.FindAsync(code, CodePurposes.VerifyContact, Lifetime, default);
        app.Time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        var inTime = await codes.FindAsync(code, CodePurposes.ResetPassword, Lifetime, default);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await codes.FindAsync(code, CodePurposes.ResetPassword, Lifetime, default);

        Assert.That((otherPurpose is null, inTime is null, late is null), Is.EqualTo((true, false, true)));
    }

    [Test]
    public async Task TryTakeAsync_ManyAtOnce_OneGetsIt()
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();
        var found = await codes.FindAsync(await IssueAsync(codes), CodePurposes.ResetPassword, Lifetime, default);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TakeAsync(app, found!))));

        Assert.That(taken.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task EndAsync_TwoCodes_BothEndAndOtherPurposesStay()
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodeService>();
        var first = await IssueAsync(codes);
        var second = await IssueAsync(codes);
        var other = await codes.IssueAsync(4, CodePurposes.VerifyContact, "email:user@example.com", Lifetime);

        await codes.EndAsync(4, CodePurposes.ResetPassword);

        Assert.Multiple(async () =>
        {
            Assert.That(await codes.FindAsync(first, CodePurposes.ResetPassword, Lifetime, default), Is.Null);
            Assert.That(await codes.FindAsync(second, CodePurposes.ResetPassword, Lifetime, default), Is.Null);
            Assert.That(await codes.FindAsync(other, CodePurposes.VerifyContact, Lifetime, default), Is.Not.Null);
        });
    }

    [Test]
    public async Task IssueAsync_TheDatabase_DoesNotHoldTheCode()
    {
        await using var app = TestApp.Started();
        await using var scope = app.Services.CreateAsyncScope();
        var code = await IssueAsync(scope.ServiceProvider.GetRequiredService<OneTimeCodeService>());

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "aegisauth.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT hex(code_hash) || '|' || purpose || '|' || contact FROM one_time_codes";
        var row = (string)(await command.ExecuteScalarAsync())!;

        Assert.That(row, Does.Not.Contain(code).And.Not.Contain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(code))));
        Assert.That(row, Does.EndWith("|reset-password|email:user@example.com"));
    }

    private static Task<string> IssueAsync(OneTimeCodeService codes) =>
        codes.IssueAsync(4, CodePurposes.ResetPassword, "email:user@example.com", Lifetime);

    private static async Task<bool> TakeAsync(TestApp app, OneTimeCode code)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OneTimeCodeService>().TryTakeAsync(code);
    }
}
