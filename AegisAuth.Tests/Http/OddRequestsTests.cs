using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Http;

/// <summary>No client can cause a fault of ours, whatever it sends.</summary>
[TestFixture]
internal sealed class OddRequestsTests
{
    private const string Odd = @"\uFFFE";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Throttle:AddressFailures", "10000").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(
        "/user/login/login_admin_info_by_aegisspeed_id",
        "{\"user_AegisSpeed_id\":\"ASD000001\",\"user_password\":\"" + Odd + "\"}",
        400
    )]
    [TestCase("/api/login", "{\"user_name\":\"" + Odd + "\",\"password\":\"x\"}", 200)]
    [TestCase("/api/login", "{\"user_name\":\"user\",\"password\":\"" + Odd + "\"}", 200)]
    [TestCase("/api/login", "{\"email\":\"a" + Odd + "@example.com\",\"password\":\"x\"}", 200)]
    [TestCase("/api/login", "{\"platform\":\"weapp\",\"code\":\"demo-lin\",\"nick_name\":\"" + Odd + "\"}", 200)]
    [TestCase("/api/login", "{\"platform\":\"" + Odd + "\",\"code\":\"" + Odd + "\"}", 200)]
    [TestCase("/api/register", "{\"user_name\":\"" + Odd + "abc\",\"password\":\"long enough 123\"}", 200)]
    [TestCase("/api/register", "{\"user_name\":\"abcdef\",\"password\":\"" + Odd + "long enough\"}", 200)]
    [TestCase("/api/password/reset", "{\"email\":\"" + Odd + "@example.com\"}", 200)]
    [TestCase("/user/password/reset", "{\"code\":\"" + Odd + "\",\"new_password\":\"" + Odd + "\"}", 401)]
    public async Task Post_TextThatIsNoText_IsRefusedAndNoFault(string path, string body, int status)
    {
        using var response = await _client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.That((int)response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
    }

    [TestCase("/api/%20/url", 200)]
    [TestCase("/user/manage/users/%20", 401)]
    public async Task Get_BlankInThePath_IsNoFault(string path, int status)
    {
        using var response = await _client.GetAsync(path);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("application/json; charset=utf8", null, 200)]
    [TestCase("application/json; charset=utf-16", null, 415)]
    [TestCase("application/json; charset=nonsense", null, 415)]
    [TestCase("application/json", "gzip", 415)]
    [TestCase("application/json", "identity", 200)]
    public async Task Post_EncodingOfTheBody(string contentType, string? encoding, int status)
    {
        var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes($"{{\"user_AegisSpeed_id\":\"{Some.SuperAdmin}\",\"user_password\":\"{Some.Password}\"}}")
        );
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await _client.PostAsync(AdminCalls.LoginPath, content);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That((await response.JsonAsync()).GetProperty("status").GetInt32(), Is.EqualTo(status));
    }

    [TestCase("80000000\r\n{}\r\n0\r\n\r\n")]
    [TestCase("zz\r\n{}\r\n0\r\n\r\n")]
    [TestCase("ffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    public async Task Post_BrokenChunk_IsMalformed(string chunks)
    {
        var answer = await SendAsync(
            $"POST {AdminCalls.LoginPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunks}"
        );

        Assert.That(answer, Does.StartWith("HTTP/1.1 400").Or.StartsWith("HTTP/1.1 413"));
        Assert.That(answer, Does.Contain("\"code\":\"10009\""));
        Assert.That(_app.Log.Text(), Does.Not.Contain("Unhandled fault"));
    }

    /// <summary>The framework throws at "charset=", because it looks for the value behind the end of the text.</summary>
    [TestCase("application/json; charset=")]
    [TestCase("application/json; x=")]
    [TestCase("json")]
    public async Task Post_TypeThatIsNone_IsUnsupported(string contentType)
    {
        const string body = "{}";

        var answer = await SendAsync(
            $"POST {AdminCalls.LoginPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        );

        Assert.That(answer, Does.StartWith("HTTP/1.1 415").And.Contain("\"code\":\"10009\""));
    }

    [TestCase("token=%00")]
    [TestCase("%00=1")]
    [TestCase("a%00b=1&token=x")]
    [TestCase("many")]
    [TestCase("long")]
    public async Task Form_ThatCannotBeRead_IsMalformed(string form)
    {
        var body = form switch
        {
            "many" => string.Join('&', Enumerable.Range(0, 1500).Select(i => $"a{i}=1")),
            "long" => new string('a', 3000) + "=1",
            _ => form,
        };

        using var response = await _client.PostAsync(
            "/oauth2/introspect",
            new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded")
        );

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await response.JsonAsync()).GetProperty("error").GetString(), Is.EqualTo("invalid_request"));
        Assert.That(_app.Log.Text(), Does.Not.Contain("Unhandled fault"));
    }

    /// <summary>The framework throws where it first reads such a name.</summary>
    [TestCase("/forward-auth", "Host: xn--")]
    [TestCase("/forward-auth", "Host: localhost\r\nX-Forwarded-Host: xn--")]
    [TestCase("/api/platforms", "Host: xn--")]
    [TestCase("/user/sessions", "Host: xn--")]
    public async Task Get_HostThatIsNoName_IsMalformedInItsEnvelope(string path, string host)
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith(path.StartsWith("/api", StringComparison.Ordinal) ? "HTTP/1.1 200" : "HTTP/1.1 400"));
        Assert.That(answer, Does.Contain("X-Error-Reason: malformed-request").And.Contain("X-Correlation-ID: "));
        Assert.That(_app.Log.Text(), Does.Not.Contain("Unhandled fault"));
    }

    /// <summary>A neighbouring site's GBK cookie, and a user agent in UTF-8 and in no encoding.</summary>
    [TestCase("Cookie: n=\u00D6\u00D0")]
    [TestCase("User-Agent: \u00FF")]
    [TestCase("User-Agent: \u00E4\u00B8\u00AD")]
    [TestCase("token: \u00FF")]
    [TestCase("Authorization: Bearer \u00FF")]
    [TestCase("X-Forwarded-Host: \u00FF")]
    public async Task Get_HeaderThatIsNotUtf8_IsAnsweredByUs(string header)
    {
        var answer = await SendAsync($"GET /api/user/detail HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain("\"code\":1001"));
    }

    // Each character is a byte.
    private async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient(_app.Address.Host, _app.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
