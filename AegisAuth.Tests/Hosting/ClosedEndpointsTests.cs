using System.Net;
using System.Net.Sockets;
using System.Text;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>Endpoints that the operator has closed. That a changed file closes them is in <see cref="ProcessTests"/>.</summary>
[TestFixture]
internal sealed class ClosedEndpointsTests
{
    private const string Login = """{"user_AegisSpeed_id":"ASD000001","user_password":"AegisSpeed-2026"}""";
    private const string Closed = """{"status":403,"token":"","code":"10003","result":"Server has not opened this endpoint","data":{}}""";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("ClosedEndpoints:0", AdminCalls.LoginPath).With("ClosedEndpoints:1", "/API/Captcha/").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("POST", Login, "application/json", TestName = "Closed_GoodRequest")]
    [TestCase("POST", "{", "application/json", TestName = "Closed_BeforeTheBodyIsRead")]
    [TestCase("POST", "x", "text/plain", TestName = "Closed_BeforeTheContentType")]
    [TestCase("GET", null, null, TestName = "Closed_BeforeTheMethod")]
    public async Task Closed_WhateverElseIsWrong_IsSaidFirst(string method, string? body, string? contentType)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), AdminCalls.LoginPath);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType!);
        using var response = await _client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Closed));
    }

    [Test]
    public async Task Closed_BodyOverTheLimit_IsSaidFirst()
    {
        using var response = await _client.PostAsync(
            AdminCalls.LoginPath,
            new StringContent(new string(' ', 17 * 1024), Encoding.UTF8, "application/json")
        );

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Closed));
    }

    // None of them may reach the login: closed (10003) or no such path (10009, 10006).
    [TestCase("/USER/Login/LOGIN_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id/", ExpectedResult = "10003")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id//", ExpectedResult = "10003")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id?x=1", ExpectedResult = "10003")]
    [TestCase("/user/login/%6cogin_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("/%75ser/login/login_admin_info_by_aegisspeed%5fid", ExpectedResult = "10003")]
    [TestCase("/user/./login/login_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("/user/login/x/../login_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("/user/login/%2e%2e/login/login_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("http://localhost/user/login/login_admin_info_by_aegisspeed_id", ExpectedResult = "10003")]
    [TestCase("/user//login/login_admin_info_by_aegisspeed_id", ExpectedResult = "10006")]
    [TestCase("/user/login//login_admin_info_by_aegisspeed_id", ExpectedResult = "10009")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id%2f", ExpectedResult = "10009")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id%20", ExpectedResult = "10009")]
    [TestCase("/user/login/login_admin_info_by_aegisspeed_id;x", ExpectedResult = "10009")]
    [TestCase("/user/login/login_admin_info_by_aegi%C5%BFspeed_id", ExpectedResult = "10009")]
    public async Task<string> Closed_PathWrittenOtherwise_LetsNobodyIn(string target)
    {
        var answer = await RawPostAsync(target);
        Assert.That(answer, Does.Not.Contain("10000"));
        var at = answer.IndexOf("\"code\":\"", StringComparison.Ordinal);
        return at < 0 ? answer.Split('\r')[0] : answer.Substring(at + 8, 5);
    }

    [Test]
    public async Task Closed_NotNormalRoot_IsNoPathOfOurs() =>
        Assert.That(await RawPostAsync("//" + AdminCalls.LoginPath), Does.Contain("404"));

    [Test]
    public async Task Closed_SiteEndpoint_WearsItsEnvelope()
    {
        using var response = await _client.GetAsync("/api/captcha");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await response.JsonAsync()).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Closed_ConfigurationChanges_ClosesAndOpensWhileRunning()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var configuration = (IConfigurationRoot)app.Services.GetRequiredService<IConfiguration>();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        configuration["ClosedEndpoints"] = $"/nothing, {AdminCalls.InfoPath}";
        configuration.Reload();
        var closed = await client.InfoCodeAsync(token);
        configuration["ClosedEndpoints"] = "";
        configuration.Reload();

        Assert.That(closed, Is.EqualTo("10002"));
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10004"));
    }

    [Test]
    public async Task Closed_BadEntryWhileRunning_ClosesTheOthersAndIsLogged()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var configuration = (IConfigurationRoot)app.Services.GetRequiredService<IConfiguration>();

        configuration["ClosedEndpoints"] = $"user/login, {AdminCalls.LoginPath}";
        configuration.Reload();

        using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        Assert.That(await response.AdminCodeAsync(), Is.EqualTo("10003"));
        Assert.That(app.Log.Text(), Does.Contain("ClosedEndpoints must list paths"));
    }

    // Clients tidy paths up; an attacker does not.
    private async Task<string> RawPostAsync(string target)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_app.Address.Host, _app.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Login.Length}\r\nConnection: close\r\n\r\n{Login}"
            )
        );
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
