using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>How many rows one address can make the service keep.</summary>
[TestFixture]
internal sealed class StartedRequestsTests
{
    private const string Paused = "登录失败次数过多,请稍后再试";

    [Test]
    public async Task Url_TooManyFromOneAddress_StoresNoMoreAndOthersGoOn()
    {
        await using var app = TestApp.Create().With("Throttle:LoginsBegunPerAddress", "3").Start();
        using var flood = app.ClientFrom("127.0.0.2");
        using var other = app.ClientFrom("127.0.0.3");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => flood.SiteGetAsync("/api/wechat/url", token: null)));
        using var refused = await flood.GetAsync("/api/alipay/url");

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(3));
        Assert.That((await refused.JsonAsync()).Msg(), Is.EqualTo(Paused));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await app.NumberAsync("SELECT COUNT(*) FROM login_states"), Is.EqualTo(3));
        Assert.That((await other.SiteGetAsync("/api/wechat/url", token: null)).Code(), Is.Zero);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.That((await flood.SiteGetAsync("/api/wechat/url", token: null)).Code(), Is.Zero);
    }

    [Test]
    public async Task IdempotencyKey_TooManyFromOneAddress_StoresNoMore()
    {
        await using var app = TestApp.Create().With("Throttle:IdempotencyKeysPerAddress", "3").Start();
        using var client = app.Client();
        var messages = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, SiteCalls.LoginPath)
            {
                Content = new StringContent(
                    """{"user_name":"user","password":"AegisSpeed-2026"}""",
                    System.Text.Encoding.UTF8,
                    "application/json"
                ),
            };
            request.Headers.Add("Idempotency-Key", $"a-key-of-its-own-{i}");
            using var response = await client.SendAsync(request);
            messages.Add((await response.JsonAsync()).Msg());
        }

        Assert.That(messages, Is.EqualTo((string[])["", "", "", Paused, Paused]));
        Assert.That(await app.NumberAsync("SELECT COUNT(*) FROM idempotent_answers"), Is.EqualTo(3));
        Assert.That((await client.SiteLoginAnswerAsync("user", Some.Password)).Code(), Is.Zero, "Without a key nothing is stored.");
    }
}
