using AegisAuth.Application.Messages;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Account;

/// <summary>A change of contact, password or linked accounts is told to the address that was there before.</summary>
[TestFixture]
internal sealed class AccountNoticesTests
{
    private const string Old = "old@example.com";

    private CollectingSender _sender = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _token = "";

    [SetUp]
    public async Task StartAsync()
    {
        _sender = new CollectingSender();
        _app = TestApp.Create().Collecting(_sender).Start();
        _client = _app.Client();
        _token = await _client.RegisteredAsync("kettle", Old);
        await ProveAsync((await _sender.NextAsync()).Code());
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Password_Changed_TheAddressIsTold()
    {
        await OkAsync("/api/user/password", new { old_password = AccountCalls.Password, password = "four green lamps hum" });

        await ToldAsync("密码已变更");
    }

    [Test]
    public async Task LinkedAndUnlinked_TheAddressIsToldOfBoth()
    {
        await OkAsync("/api/user/logins/link", new { platform = "weapp", code = "demo-lin" });
        await ToldAsync("绑定了新的第三方账号");
        var linked = (await _client.SiteGetAsync("/api/user/logins", _token)).GetProperty("data")[0].GetProperty("id").GetString();
        await OkAsync("/api/user/logins/unlink", new { provider = "weapp", id = linked });

        await ToldAsync("解除了第三方账号的绑定");
    }

    [Test]
    public async Task Address_AnotherOne_TheOldOneIsToldWhenItIsNamedAndWhenItIsProven()
    {
        await OkAsync("/api/verify/email", new { email = "new@example.com" });
        await ToldAsync("邮箱已变更");
        await ProveAsync((await _sender.NextAsync()).Code());

        await ToldAsync("邮箱已变更");
    }

    [Test]
    public async Task Address_Removed_TheOldOneIsTold()
    {
        await OkAsync("/api/user/detail", new { email = "" });

        await ToldAsync("邮箱已变更");
    }

    [Test]
    public async Task Name_Changed_NobodyIsTold()
    {
        await OkAsync("/api/user/detail", new { real_name = "张伟", email = Old });
        await _app.FlushMessagesAsync();

        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
    }

    private async Task ProveAsync(string code) => await _client.SiteGetAsync($"/api/verify/email?token={code}", _token);

    private async Task OkAsync(string path, object body)
    {
        var answer = await _client.SitePostAsync(path, _token, body);
        Assert.That(answer.Code(), Is.Zero, answer.ToString());
    }

    private async Task ToldAsync(string what)
    {
        var message = await _sender.NextAsync();
        Assert.That((message.Kind, message.To), Is.EqualTo((ContactKind.Email, Old)));
        Assert.That(message.Body, Does.Contain("“kettle”").And.Contain(what));
    }
}
