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
            await one.Services.GetRequiredService<IMigrator>().KeepUpAsync(CancellationToken.None);

            // The key that is used now must have been in the ring when the other node read it a day ago.
            Assert.That(known, Does.Contain(KeyOf(one)), $"day {day}");
            known = Ids(other);
        }

        Assert.That(known, Has.Count.InRange(3, 5));
    }

    private static Guid KeyOf(TestApp app) => app.Services.GetRequiredService<IKeyRingProvider>().GetCurrentKeyRing().DefaultKeyId;

    private static HashSet<Guid> Ids(TestApp app) =>
        [.. app.Services.GetRequiredService<IKeyManager>().GetAllKeys().Select(key => key.KeyId)];
}
