using AegisAuth.Application.Common;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>The key ring under <c>Encryption:Key</c>: wrong, missing, set later, changed on two nodes.</summary>
[TestFixture]
internal sealed class EncryptionKeyTests
{
    private const string Purpose = "test";
    private const string Key = "Encryption:Key";
    private const string Previous = "Encryption:PreviousKeys:0";

    private static readonly string One = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly string Two = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Category("Processes")]
    [TestCase(null, "The key ring in the database is encrypted: set Encryption:Key")]
    [TestCase("AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=", "Encryption:Key does not open the key ring")]
    public async Task Start_KeyThatDoesNotOpenTheRing_StopsWithASentence(string? key, string sentence)
    {
        await using var first = TestApp.Create().With(Key, One).Start();
        await using var second = ServiceProcess.Begin(first.Folder, "Development", (Key, key ?? ""));

        Assert.That(await second.ExitAsync(), Is.EqualTo(1));
        Assert.That(second.Errors, Does.StartWith(sentence));
    }

    [Test]
    public async Task Start_KeySetLater_EncryptsTheRingMakesANewKeyAndSaysSo()
    {
        await using var clear = TestApp.Started();
        var before = Protector(clear).Protect(Purpose, "before");
        Assert.That(Keys(clear), Has.Exactly(1).Contains("masterKey"));

        await using var app = TestApp.CreateOn(clear).With(Key, One).Start();

        Assert.That(Keys(app), Has.Count.EqualTo(2).And.All.Contains("aesGcm").And.All.Not.Contains("masterKey"));
        Assert.That(Protector(app).Unprotect(Purpose, before), Is.EqualTo("before"));
        Assert.That(app.Log.Text(), Does.Contain("keys of the ring that lay in the clear were encrypted"));

        // Once: the next start finds nothing to do.
        await using var again = TestApp.CreateOn(clear).With(Key, One).Start();
        Assert.That(Keys(again), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Start_ChangeInTwoStepsOnTwoNodes_EachReadsTheOther()
    {
        await using var start = TestApp.Create().With(Key, One).Start();
        await using var firstKnowsBoth = TestApp.CreateOn(start).With(Key, One).With(Previous, Two).Start();
        await using var secondKnowsBoth = TestApp.CreateOn(start).With(Key, One).With(Previous, Two).Start();
        ReadEachOther(firstKnowsBoth, secondKnowsBoth);

        await using var firstChanged = TestApp.CreateOn(start).With(Key, Two).With(Previous, One).Start();
        ReadEachOther(firstChanged, secondKnowsBoth);
        await using var secondAgain = TestApp.CreateOn(start).With(Key, One).With(Previous, Two).Start();
        ReadEachOther(firstChanged, secondAgain);

        await using var bothChanged = TestApp.CreateOn(start).With(Key, Two).With(Previous, One).Start();
        await using var last = TestApp.CreateOn(start).With(Key, Two).Start();
        ReadEachOther(bothChanged, last);
    }

    private static void ReadEachOther(TestApp first, TestApp second)
    {
        Assert.That(Protector(second).Unprotect(Purpose, Protector(first).Protect(Purpose, "text")), Is.EqualTo("text"));
        Assert.That(Protector(first).Unprotect(Purpose, Protector(second).Protect(Purpose, "text")), Is.EqualTo("text"));
    }

    private static IReadOnlyList<string> Keys(TestApp app) => app.Rows("SELECT xml FROM data_protection_keys");

    private static ISecretProtector Protector(TestApp app) => app.Services.GetRequiredService<ISecretProtector>();
}
