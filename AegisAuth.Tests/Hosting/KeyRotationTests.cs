using AegisAuth.Application.Common;
using AegisAuth.Tests.Support;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>A process that runs for months always has a key, and its neighbours know it before it is used.</summary>
[TestFixture]
internal sealed class KeyRotationTests
{
    [Test]
    public async Task TwoNodes_TwoHundredDays_HaveAKeyThatBothKnowEveryDay()
    {
        await using var one = TestApp.Create().WithoutTimers().Start();
        await using var other = TestApp.CreateOn(one).WithoutTimers().Start();
        var known = Ids(other);

        for (var day = 1; day <= 200; day++)
        {
            one.Time.Advance(TimeSpan.FromDays(1));
            other.Time.Advance(TimeSpan.FromDays(1));
            await one.Services.GetRequiredService<IMigrator>().KeepUpAsync(CancellationToken.None);

            // The key that is used now must have been in the ring when the other node read it a day ago.
            Assert.That(known, Does.Contain(KeyOf(one)), $"day {day}");
            known = Ids(other);
            await other.Services.GetRequiredService<IMigrator>().KeepUpAsync(CancellationToken.None);
            Assert.That(KeyOf(other), Is.EqualTo(KeyOf(one)), $"day {day}");

            // And nothing that needs a key fails, whichever node has written and whichever reads.
            Assert.That(Read(other, Write(one)), Is.EqualTo(Text), $"day {day}");
            Assert.That(Read(one, Write(other)), Is.EqualTo(Text), $"day {day}");
            if (day % 10 == 0)
            {
                Assert.That((await ReadyAsync(one), await ReadyAsync(other)), Is.EqualTo((200, 200)), $"day {day}");
            }
        }

        Assert.That(known, Has.Count.InRange(3, 5));
    }

    [Test]
    public async Task ClockThatRanAhead_LeavesAKeyThatNoStartWaitsFor()
    {
        await using var ahead = TestApp.Create();
        ahead.Time.Advance(TimeSpan.FromDays(365));
        ahead.Start();
        var early = Write(ahead);

        await using var back = TestApp.CreateOn(ahead).WithoutTimers().Start();

        Assert.That(KeyOf(back), Is.Not.EqualTo(KeyOf(ahead)));
        Assert.That(Read(back, early), Is.EqualTo(Text));
    }

    private const string Text = "text";

    private static string Write(TestApp app) => app.Services.GetRequiredService<ISecretProtector>().Protect(nameof(KeyRotationTests), Text);

    private static string Read(TestApp app, string written) =>
        app.Services.GetRequiredService<ISecretProtector>().Unprotect(nameof(KeyRotationTests), written);

    private static async Task<int> ReadyAsync(TestApp app)
    {
        using var client = app.Client();
        using var response = await client.GetAsync("/health/ready");
        return (int)response.StatusCode;
    }

    private static Guid KeyOf(TestApp app) => app.Services.GetRequiredService<IKeyRingProvider>().GetCurrentKeyRing().DefaultKeyId;

    private static HashSet<Guid> Ids(TestApp app) =>
        [.. app.Services.GetRequiredService<IKeyManager>().GetAllKeys().Select(key => key.KeyId)];
}
