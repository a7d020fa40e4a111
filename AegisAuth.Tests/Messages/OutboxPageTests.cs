using System.Net;
using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Messages;

/// <summary>The page that shows in Development what would have been sent.</summary>
[TestFixture]
internal sealed class OutboxPageTests
{
    [Test]
    public async Task Get_TwoMessages_ShowsTheNewestFirstAndNothingOfThemRuns()
    {
        await using var app = TestApp.Started();
        await SendAsync(app, "Older", "plain");
        await SendAsync(app, "Newer", "<script>alert(1)</script>");

        using var client = app.Client();
        using var response = await client.GetAsync("/dev/outbox");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                Is.EqualTo("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
            );
            Assert.That(page.IndexOf("Newer", StringComparison.Ordinal), Is.LessThan(page.IndexOf("Older", StringComparison.Ordinal)));
            Assert.That(page, Does.Contain("&lt;script&gt;").And.Not.Contain("<script>"));
            Assert.That(page, Does.Contain("href=\"https://example.com/?verify=a&amp;b\""));
        });
    }

    [Test]
    public async Task Get_ManyMessages_KeepsTheLastHundred()
    {
        await using var app = TestApp.Started();
        for (var i = 0; i < 105; i++)
        {
            await SendAsync(app, "subject", "body");
        }

        using var client = app.Client();
        var page = await client.GetStringAsync("/dev/outbox");

        Assert.That(page.Split("<article>"), Has.Length.EqualTo(101));
    }

    [Test]
    public async Task Get_Production_NoSuchPage()
    {
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", "kettles sing at four").Start();
        using var client = app.Client();
        using var response = await client.GetAsync("/dev/outbox");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static Task SendAsync(TestApp app, string subject, string body) =>
        app
            .Services.GetServices<IMessageSender>()
            .First(sender => sender.Reaches(ContactKind.Phone))
            .SendAsync(
                new Message(ContactKind.Email, "a@example.com", subject, body, new Uri("https://example.com/?verify=a&b")),
                CancellationToken.None
            );
}
