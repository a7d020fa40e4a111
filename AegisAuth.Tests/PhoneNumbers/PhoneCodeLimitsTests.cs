using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.PhoneNumbers;

/// <summary>How many text messages go out, for every caller and on each node.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class PhoneCodeLimitsTests
{
    [Test]
    public async Task OneNumber_OneAMinuteFiveAnHourTenADay_AndTheEarlierCodeStays()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        Assert.That((await client.AskCodeAsync()).Code(), Is.Zero);
        var digits = await sender.NextDigitsAsync();

        using var second = await client.SendAsync(HttpMethod.Post, "/api/login/code", token: null, new { phone = "+86 138 0013 8000" });
        var refused = await second.JsonAsync();

        Assert.That((refused.Code(), refused.Msg()), Is.EqualTo((-1, "发送过于频繁,请稍后再试")));
        Assert.That(second.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That((await client.PhoneLoginAsync(digits)).Code(), Is.Zero, "the earlier code is still good");

        Assert.That(await SentAsync(app, client, 10, TimeSpan.FromMinutes(2)), Is.EqualTo(4), "five in the hour with the first");
        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(await SentAsync(app, client, 10, TimeSpan.FromMinutes(2)), Is.EqualTo(5));
        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(await SentAsync(app, client, 3, TimeSpan.FromMinutes(2)), Is.Zero, "ten in the day");
        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(await SentAsync(app, client, 1, TimeSpan.FromMinutes(2)), Is.EqualTo(1));
    }

    [Test]
    public async Task OneNumber_TwentyAtOnceOnTwoNodes_OneMessage()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        await using var other = TestApp.CreateOn(app).Collecting(sender).Start();
        using var one = app.Client();
        using var two = other.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).AskCodeAsync()));
        await app.FlushMessagesAsync();
        await other.FlushMessagesAsync();

        Assert.That((answers.Count(answer => answer.Code() == 0), sender.Sent.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task AllNumbers_DailyLimit_IsLoggedOnceAndCounted()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With("Sms:MaxPerDay", "3").Collecting(sender).Start();
        using var client = app.Client();

        var codes = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            codes.Add((await client.AskCodeAsync($"1380013800{i}")).Code());
        }

        var metrics = await client.GetStringAsync("/metrics");

        Assert.That(codes, Is.EqualTo((int[])[0, 0, 0, -1, -1, -1]));
        Assert.That(app.Log.Text().Split("Sms:MaxPerDay = {Max}"), Has.Length.EqualTo(2), "one line");
        Assert.That(metrics, Does.Match(@"aegisauth_sms_limited_total\S* 3"));
    }

    [Test]
    public async Task OneAddress_MaxPerAddress_Refused()
    {
        await using var app = TestApp.Create().With("Messages:MaxPerAddress", "2").Collecting(new CollectingSender()).Start();
        using var client = app.Client();

        var codes = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            codes.Add((await client.AskCodeAsync($"1380013800{i}")).Code());
        }

        Assert.That(codes, Is.EqualTo((int[])[0, 0, -1]));
    }

    [TestCase("12345")]
    [TestCase("")]
    [TestCase("+0")]
    public async Task NoNumber_Refused(string phone)
    {
        await using var app = TestApp.Create().Collecting(new CollectingSender()).Start();
        using var client = app.Client();

        Assert.That((await client.AskCodeAsync(phone)).Msg(), Is.EqualTo("手机号格式不正确"));
    }

    [Test]
    public async Task AfterFailuresOfTheAddress_ACaptchaIsAskedFor()
    {
        await using var app = TestApp.Create().With("Captcha:Mode", "Always").Collecting(new CollectingSender()).Start();
        using var client = app.Client();

        Assert.That((await client.AskCodeAsync()).Msg(), Is.EqualTo("图形验证码不正确"));
    }

    [Test]
    public async Task Production_WithoutAGateway_IsNotOffered()
    {
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", "kettles sing at four").Start();
        using var client = app.Client();

        var ways = await client.SiteGetAsync("/api/platforms", token: null);

        Assert.That((await client.AskCodeAsync()).Msg(), Is.EqualTo("该验证方式未启用"));
        Assert.That(ways.GetProperty("data")[0].GetProperty("phone_code").GetBoolean(), Is.False);
    }

    private static async Task<int> SentAsync(TestApp app, HttpClient client, int times, TimeSpan apart)
    {
        var sent = 0;
        for (var i = 0; i < times; i++)
        {
            app.Time.Advance(apart);
            sent += (await client.AskCodeAsync()).Code() == 0 ? 1 : 0;
        }

        return sent;
    }
}
