using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.KeyRing;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>The key ring of Data Protection over a long time, on two nodes, and under <c>Encryption:Key</c>.</summary>
[TestFixture]
internal sealed class KeyRingTests
{
    private const string Purpose = "test";
    private const string Key = "Encryption:Key";
    private const string Previous = "Encryption:PreviousKeys";

    private static readonly string One = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string Two = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Test]
    public async Task Run_TheCheckNeverRuns_TheEndedKeyGoesOn()
    {
        await using var app = TestApp.Create().WithoutTimers().Start();

        app.Time.Advance(TimeSpan.FromDays(200));

        var text = Protector(app).Protect(Purpose, "late");
        Assert.That(Protector(app).Unprotect(Purpose, text), Is.EqualTo("late"));
    }

    [Test]
    public async Task Unprotect_KeyOfAnotherNode_IsReadAtOnce()
    {
        await using var first = TestApp.Create().WithoutTimers().Start();
        await using var second = TestApp.CreateOn(first).WithoutTimers().Start();
        first.Time.Advance(TimeSpan.FromDays(200));
        await first.Services.GetRequiredService<IMigrator>().KeepUpAsync(CancellationToken.None);

        Assert.That(Protector(second).Unprotect(Purpose, Protector(first).Protect(Purpose, "new")), Is.EqualTo("new"));
    }

    [Category("Processes")]
    [TestCase("", "The key ring in the database is encrypted: set Encryption:Key")]
    [TestCase("AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=", "Encryption:Key does not open the key ring")]
    public async Task Start_KeyThatDoesNotOpenTheRing_StopsWithASentence(string key, string sentence)
    {
        await using var first = TestApp.CreateEmpty().With(Key, One).Start();
        await using var second = ServiceProcess.Begin(first.Folder, "Development", (Key, key));

        Assert.That(await second.ExitAsync(), Is.EqualTo(1));
        Assert.That(second.Errors, Does.StartWith(sentence).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Start_KeySetLater_EncryptsTheRingMakesANewKeyAndSaysSo()
    {
        await using var clear = TestApp.Started();
        var before = Protector(clear).Protect(Purpose, "before");
        Assert.That(clear.Rows("SELECT xml FROM data_protection_keys").Single(), Does.Contain("masterKey"));

        await using var app = TestApp.CreateOn(clear).With(Key, One).Start();

        var rows = app.Rows("SELECT xml FROM data_protection_keys");
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows, Has.All.Contain("aesGcm").And.All.Not.Contain("masterKey"));
        Assert.That(Protector(app).Unprotect(Purpose, before), Is.EqualTo("before"));
        Assert.That(KeyIdOf(Protector(app).Protect(Purpose, "after")), Is.Not.EqualTo(KeyIdOf(before)));
        Assert.That(app.Log.Text(), Does.Contain("keys of the ring that lay in the clear were encrypted"));
    }

    [Test]
    public async Task Start_RotationInTwoStepsOnTwoNodes_NoCallFails()
    {
        await using var start = TestApp.CreateEmpty().With(Key, One).Start();
        var first = TestApp.CreateOn(start).With(Key, One).With(Previous, Two).Start();
        var second = TestApp.CreateOn(start).With(Key, One).With(Previous, Two).Start();
        ReadEachOther(first, second);

        await first.DisposeAsync();
        first = TestApp.CreateOn(start).With(Key, Two).With(Previous, One).Start();
        ReadEachOther(first, second);

        await second.DisposeAsync();
        second = TestApp.CreateOn(start).With(Key, Two).With(Previous, One).Start();
        ReadEachOther(first, second);

        await using var last = TestApp.CreateOn(start).With(Key, Two).Start();
        ReadEachOther(first, last);
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    private static void ReadEachOther(TestApp first, TestApp second)
    {
        Assert.That(Protector(second).Unprotect(Purpose, Protector(first).Protect(Purpose, "text")), Is.EqualTo("text"));
        Assert.That(Protector(first).Unprotect(Purpose, Protector(second).Protect(Purpose, "text")), Is.EqualTo("text"));
        first.Services.GetRequiredService<RotatingKeyRing>().Refresh();
        second.Services.GetRequiredService<RotatingKeyRing>().Refresh();
    }

    // Data Protection begins each text with four bytes of its own and the key's id.
    private static string KeyIdOf(string text) => text[..26];

    private static ISecretProtector Protector(TestApp app) => app.Services.GetRequiredService<ISecretProtector>();
}
