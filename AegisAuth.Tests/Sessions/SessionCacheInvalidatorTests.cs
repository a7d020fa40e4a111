using AegisAuth.Application.Sessions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace AegisAuth.Tests.Sessions;

/// <summary>When a node looks for the changes of the others.</summary>
[TestFixture]
internal sealed class SessionCacheInvalidatorTests
{
    private readonly Mock<ISessionVersionRepository> _changes = new();
    private SessionCache _cache = null!;
    private SessionCacheInvalidator _watch = null!;

    [SetUp]
    public void Create()
    {
        var time = new FakeTimeProvider();
        var freshness = new SessionFreshness(time);
        _cache = new SessionCache(freshness);
        _watch = new SessionCacheInvalidator(_cache, freshness, _changes.Object, time);
        _changes.Reset();
        _changes.Setup(c => c.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new long[SessionFreshness.Groups]);
    }

    [Test]
    public async Task Look_OnlyWhenSomebodyHasAsked_Reads()
    {
        await _watch.PeekAsync(CancellationToken.None);
        _changes.Verify(c => c.ReadAsync(It.IsAny<CancellationToken>()), Times.Never);

        _cache.Find(new byte[32]);
        await _watch.PeekAsync(CancellationToken.None);
        await _watch.PeekAsync(CancellationToken.None);
        _changes.Verify(c => c.ReadAsync(It.IsAny<CancellationToken>()), Times.Once);
    }
}
