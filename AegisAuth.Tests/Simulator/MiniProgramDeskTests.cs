using System.Net;

namespace AegisAuth.Tests.Simulator;

internal sealed class MiniProgramDeskTests : SimulatorTests
{
    [Test]
    public async Task Page_OffersEveryMiniProgramAndPerson()
    {
        var page = await Host.GetTextAsync("");

        foreach (var platform in new[] { "weapp", "tt", "swan", "alipay", "qq" })
        {
            Assert.That(page, Does.Contain($"name=\"platform\" value=\"{platform}\""));
        }

        Assert.That(page, Does.Contain("<code>demo-lin</code>").And.Contain("name=\"person\" value=\"wang\""));
        Assert.That(page, Does.Not.Contain("<script"));
    }

    [Test]
    public async Task Page_AfterChoosing_ShowsABodyForTheLogin()
    {
        using var form = new FormUrlEncodedContent([new("platform", "swan"), new("person", "lin")]);
        using var response = await Host.Client.PostAsync("/dev/simulator", form);
        var page = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page, Does.Contain("{&quot;platform&quot;:&quot;swan&quot;,&quot;code&quot;:"));
        Assert.That(page, Does.Contain("<label class=\"over\" for=\"iv\">iv</label>"));
    }

    [TestCase("swan", "guest")]
    [TestCase("google", "lin")]
    public async Task Page_ChoiceThatDoesNotExist_IsRefused(string platform, string person)
    {
        using var form = new FormUrlEncodedContent([new("platform", platform), new("person", person)]);

        using var response = await Host.Client.PostAsync("/dev/simulator", form);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("weapp", "{\"person\":\"nobody\"}", HttpStatusCode.BadRequest)]
    [TestCase("swan", "{\"person\":\"guest\"}", HttpStatusCode.BadRequest)]
    [TestCase("weapp", "{", HttpStatusCode.BadRequest)]
    [TestCase("weapp", "", HttpStatusCode.BadRequest)]
    [TestCase("weapp", "null", HttpStatusCode.BadRequest)]
    [TestCase("google", "{\"person\":\"lin\"}", HttpStatusCode.NotFound)]
    public async Task Code_WrongRequest_IsRefused(string platform, string body, HttpStatusCode expected)
    {
        using var response = await Host.Client.PostAsync($"/dev/simulator/{platform}/code", new StringContent(body));

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Stylesheet_IsServed()
    {
        using var response = await Host.Client.GetAsync("/dev/simulator/simulator.css");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/css"));
    }
}
