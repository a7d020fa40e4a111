using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Account;

/// <summary>Proving an e-mail address over the wire.</summary>
[TestFixture]
internal sealed class ContactVerificationTests
{
    private const string Victim = "victim@example.com";

    [Test]
    public async Task Confirm_OwnCode_ProvesTheAddressOnceAndLogsIn()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "Kettle@Example.com");
        var before = await client.SiteLoginAnswerAsync("kettle@example.com");
        var message = await sender.NextAsync();

        var confirmed = await ConfirmAsync(client, message.Code(), token);
        var again = await ConfirmAsync(client, message.Code(), token);
        var detail = await client.SiteGetAsync("/api/user/detail", token);
        var login = await client.SiteLoginAnswerAsync("KETTLE@example.com");

        Assert.Multiple(() =>
        {
            Assert.That(message.To, Is.EqualTo("kettle@example.com"));
            Assert.That((before.Code(), confirmed.Code(), login.Code()), Is.EqualTo((-1, 0, 0)));
            Assert.That((again.Code(), again.Msg()), Is.EqualTo((-1, "验证码无效或已过期")));
            Assert.That(detail.GetProperty("data").GetProperty("email_verified").GetBoolean(), Is.True);
        });
    }

    [Test]
    public async Task Confirm_ByAScannerOrAnotherUser_UsesNothingUp()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var owner = await client.RegisteredAsync("kettle", "kettle@example.com");
        var other = await client.RegisteredAsync("stranger");
        var code = (await sender.NextAsync()).Code();

        var scanner = await ConfirmAsync(client, code, token: null);
        var stranger = await ConfirmAsync(client, code, other);
        var mine = await ConfirmAsync(client, code, owner);

        Assert.That((scanner.Code(), stranger.Code(), mine.Code()), Is.EqualTo((1001, -1, 0)));
    }

    [Test]
    public async Task Confirm_WrongCodes_PauseTheAddress()
    {
        await using var app = TestApp.Create().With("Throttle:AddressFailures", "3").Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "kettle@example.com");

        var answers = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await ConfirmAsync(client, $"guess-{i}", token)).Msg());
        }

        const string Invalid = "验证码无效或已过期";
        Assert.That(answers, Is.EqualTo((string[])[Invalid, Invalid, Invalid, "登录失败次数过多,请稍后再试"]));
    }

    [Test]
    public async Task Confirm_AfterADay_Expired()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With("Token:SiteLifetime", "3.00:00:00").Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "kettle@example.com");
        var code = (await sender.NextAsync()).Code();

        app.Time.Advance(TimeSpan.FromHours(24));

        Assert.That((await ConfirmAsync(client, code, token)).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task PreHijack_AttackerRegistersTheVictimsAddressFirst_GainsNothing()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var attacker = await client.RegisteredAsync("attacker", Victim);
        var trap = await sender.NextAsync();

        // The victim opens the attacker's link, then makes an account and proves the address.
        var victim = await client.RegisteredAsync("victim", Victim);
        var trapped = await ConfirmAsync(client, trap.Code(), victim);
        var own = await ConfirmAsync(client, (await sender.NextAsync()).Code(), victim);
        var attackersTry = await ConfirmAsync(client, trap.Code(), attacker);
        var login = await client.SiteLoginAnswerAsync(Victim);
        var detail = await client.SiteGetAsync("/api/user/detail", attacker);

        Assert.Multiple(() =>
        {
            Assert.That((trapped.Code(), own.Code()), Is.EqualTo((-1, 0)));
            Assert.That((attackersTry.Code(), attackersTry.Msg()), Is.EqualTo((-1, "该邮箱或手机号已被其他账号验证")));
            Assert.That(login.GetProperty("data").GetProperty("user_name").GetString(), Is.EqualTo("victim"));
            Assert.That(detail.GetProperty("data").GetProperty("email_verified").GetBoolean(), Is.False);
        });
    }

    [Test]
    public async Task Change_ProvenAddress_WorksUntilTheNewOneIsProven()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "old@example.com");
        await ConfirmAsync(client, (await sender.NextAsync()).Code(), token);

        var asked = await client.SitePostAsync("/api/verify/email", token, new { email = "new@example.com" });
        Assert.That((await sender.NextAsync()).To, Is.EqualTo("old@example.com"));
        var message = await sender.NextAsync();
        var oldBefore = await client.SiteLoginAnswerAsync("old@example.com");
        var newBefore = await client.SiteLoginAnswerAsync("new@example.com");
        await ConfirmAsync(client, message.Code(), token);
        var oldAfter = await client.SiteLoginAnswerAsync("old@example.com");
        var newAfter = await client.SiteLoginAnswerAsync("new@example.com");

        Assert.That((asked.Code(), message.To), Is.EqualTo((0, "new@example.com")));
        Assert.That((oldBefore.Code(), newBefore.Code(), oldAfter.Code(), newAfter.Code()), Is.EqualTo((0, -1, -1, 0)));
    }

    [Test]
    public async Task Confirm_AddressChangedMeanwhile_OldCodeIsWorthNothing()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "first@example.com");
        var code = (await sender.NextAsync()).Code();
        await client.SitePostAsync("/api/user/detail", token, new { email = "second@example.com" });

        Assert.That((await ConfirmAsync(client, code, token)).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Ask_Often_TheContactIsLeftAlone()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", "kettle@example.com");
        var codes = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            codes.Add((await client.SitePostAsync("/api/verify/email", token, new { })).Code());
        }

        await app.FlushMessagesAsync();

        Assert.That((codes.Count(c => c == 0), sender.Sent.Count), Is.EqualTo((4, 5)), "one went out at registration");
    }

    [Test]
    public async Task Ask_PhoneWithoutATextMessageService_NotEnabled()
    {
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", "kettles sing at four").Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", phone: "13800138000");

        var answer = await client.SitePostAsync("/api/verify/phone", token, new { });

        Assert.That((answer.Code(), answer.Msg()), Is.EqualTo((-1, "该验证方式未启用")));
    }

    [Test]
    public async Task Confirm_Phone_LogsIn()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var token = await client.RegisteredAsync("kettle", phone: "138 0013 8000");
        await client.SitePostAsync("/api/verify/phone", token, new { });
        var message = await sender.NextAsync();

        var confirmed = await client.SitePostAsync("/api/verify/phone", token, new { code = message.Code!.Digits });
        var login = await client.SiteLoginAnswerAsync("+8613800138000");

        Assert.That((message.To, confirmed.Code(), login.Code()), Is.EqualTo(("+8613800138000", 0, 0)));
    }

    private static Task<System.Text.Json.JsonElement> ConfirmAsync(HttpClient client, string code, string? token) =>
        client.SiteGetAsync($"/api/verify/email?token={code}", token);
}
