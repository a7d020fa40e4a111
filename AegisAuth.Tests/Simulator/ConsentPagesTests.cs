using System.Net;
using System.Net.Http.Headers;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

internal sealed class ConsentPagesTests : SimulatorTests
{
    private const string Path = "/wechat/connect/qrconnect";

    [Test]
    public async Task Page_OffersPeopleAndBothAnswers()
    {
        var page = await Host.GetTextAsync(Path, Query("s"));

        Assert.That(page, Does.Contain("<html lang=\"zh-CN\">"));
        Assert.That(page, Does.Contain("value=\"lin\" checked").And.Contain("value=\"wang\"").And.Contain("value=\"zhang\""));
        Assert.That(page, Does.Contain("value=\"allow\"").And.Contain("value=\"refuse\""));
        Assert.That(page, Does.Contain("<svg").And.Contain("<legend>"));
        Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("style=").And.Not.Contain("onclick"));
    }

    [Test]
    public async Task Page_StrangeState_IsEscaped()
    {
        var page = await Host.GetTextAsync(Path, Query("\"><script>alert('1')</script>"));

        Assert.That(page, Does.Not.Contain("<script>"));
        Assert.That(page, Does.Contain("&lt;script&gt;"));
    }

    [TestCase("en-GB,en;q=0.9,zh;q=0.1", null, "en")]
    [TestCase("de,zh-CN;q=0.9,en;q=0.5", null, "zh-CN")]
    [TestCase("fr", null, "zh-CN")]
    [TestCase("en", "cn", "zh-CN")]
    [TestCase("zh", "en", "en")]
    public async Task Page_Language_FollowsTheAddressThenTheBrowser(string preferred, string? lang, string expected)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            SimulatorHost.Address(Path, lang is null ? Query("s") : [.. Query("s"), ("lang", lang)])
        );
        request.Headers.TryAddWithoutValidation("Accept-Language", preferred);

        using var response = await Host.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"<html lang=\"{expected}\">"));
    }

    [Test]
    public async Task Page_Policy_AllowsNoScriptAndNoFrame()
    {
        using var response = await Host.Client.GetAsync(SimulatorHost.Address(Path, Query("s")));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(policy, Does.Contain("default-src 'none'").And.Contain("frame-ancestors 'none'"));
        Assert.That(policy, Does.Not.Contain("script-src").And.Not.Contain("unsafe"));
        // The browser holds the redirect after the form to form-action too.
        Assert.That(policy, Does.Contain($"form-action 'self' {new Uri(Host.RedirectUri).GetLeftPart(UriPartial.Authority)};"));
        Assert.That(response.Headers.CacheControl, Is.EqualTo(CacheControlHeaderValue.Parse("no-store")));
    }

    [Test]
    public async Task Decide_SecondTime_IsRefused()
    {
        var ticket = SimulatorHost.TicketIn(await Host.GetTextAsync(Path, Query("s")));
        using var first = await Host.DecideAsync(ticket, "lin", "allow");

        using var second = await Host.DecideAsync(ticket, "lin", "allow");

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("nobody")]
    [TestCase("guest")]
    public async Task Decide_PersonNotOffered_IsRefused(string person)
    {
        var ticket = SimulatorHost.TicketIn(await Host.GetTextAsync(Path, Query("s")));

        using var response = await Host.DecideAsync(ticket, person, "allow");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private (string, string?)[] Query(string state) =>
        [
            ("appid", SimulatorKeys.AppId(SimulatedApp.Wechat)),
            ("redirect_uri", Host.RedirectUri),
            ("response_type", "code"),
            ("scope", "snsapi_login"),
            ("state", state),
        ];
}
