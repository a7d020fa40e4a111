using System.Net;
using System.Text.RegularExpressions;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Sms;
using AegisAuth.Tests.Providers;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Sms;

/// <summary>The three gateways: against the simulator, which checks what the real ones check, and against their answers.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class GatewayTests
{
    [TestCase("Aliyun")]
    [TestCase("Tencent")]
    [TestCase("Http")]
    public async Task Simulator_TakesTheMessage_AndItsCodeLogsIn(string provider)
    {
        await using var app = TestApp.Create().With("Sms:Provider", provider).Start();
        using var client = app.Client();

        var asked = await client.AskCodeAsync();
        await app.FlushMessagesAsync();
        var outbox = await client.GetStringAsync("/dev/outbox");
        var digits = Regex.Match(outbox, "验证码:(?<digits>[0-9]{6})", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["digits"].Value;

        Assert.That(asked.Code(), Is.Zero, asked.ToString());
        Assert.That(outbox, Does.Contain("+8613800138000"), app.Log.Text());
        Assert.That((await client.PhoneLoginAsync(digits)).Code(), Is.Zero);
    }

    // A repetition would be a second message: whatever may have been sent is never sent again.
    [TestCase("Aliyun", """{"Code":"OK"}""", 200, 1, "sent")]
    [TestCase("Aliyun", """{"Code":"isv.BUSINESS_LIMIT_CONTROL"}""", 200, 1, "wait")]
    [TestCase("Aliyun", """{"Code":"Throttling.User"}""", 400, 2, "again")]
    [TestCase("Aliyun", """{"Code":"isv.AMOUNT_NOT_ENOUGH"}""", 200, 1, "operator")]
    [TestCase("Aliyun", """{"Code":"isv.MOBILE_NUMBER_ILLEGAL"}""", 200, 1, "number")]
    [TestCase("Aliyun", """{"Code":"isp.SYSTEM_ERROR"}""", 200, 1, "unknown")]
    [TestCase("Aliyun", """{"Code":"isv.NEVER_HEARD_OF"}""", 200, 1, "unknown")]
    [TestCase("Aliyun", "<html>", 502, 1, "unknown")]
    [TestCase("Tencent", """{"Response":{"SendStatusSet":[{"Code":"Ok"}],"RequestId":"r"}}""", 200, 1, "sent")]
    [TestCase("Tencent", """{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberDailyLimit"}]}}""", 200, 1, "wait")]
    [TestCase("Tencent", """{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}""", 200, 2, "again")]
    [TestCase("Tencent", """{"Response":{"Error":{"Code":"UnauthorizedOperation.SdkAppIdIsDisabled"}}}""", 200, 1, "operator")]
    [TestCase("Tencent", """{"Response":{"SendStatusSet":[{"Code":"FailedOperation.PhoneNumberInBlacklist"}]}}""", 200, 1, "number")]
    [TestCase("Tencent", """{"Response":{"Error":{"Code":"InternalError.Timeout"}}}""", 200, 1, "unknown")]
    [TestCase("Http", "", 204, 1, "sent")]
    [TestCase("Http", "", 422, 1, "number")]
    [TestCase("Http", "", 401, 1, "operator")]
    [TestCase("Http", "", 302, 1, "operator")]
    [TestCase("Http", "", 429, 2, "again")]
    [TestCase("Http", "", 503, 1, "unknown")]
    public async Task Answer_IsReadAsWhatItMeans(string provider, string answer, int status, int calls, string outcome)
    {
        var stub = new StubProvider(answer, (HttpStatusCode)status);
        await using var app = App(provider, stub).Start();
        using var client = app.Client();
        await client.AskCodeAsync();
        var flushed = app.FlushMessagesAsync();
        await stub.Asked;
        while (stub.Calls < calls)
        {
            // The second before the one class that is sent again.
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await flushed;
        var metrics = await client.GetStringAsync("/metrics");

        Assert.That(stub.Calls, Is.EqualTo(calls));
        Assert.That(metrics, Does.Match($"aegisauth_messages_total.*kind=\"phone\".*outcome=\"{outcome}\".* 1"));
        Assert.That(app.Log.Text(), Does.Not.Contain("13800138000"));
    }

    [Test]
    public async Task Operator_GivesTheNumberItsPlaceBack_AndANumberThatIsNotServedIsRemembered()
    {
        var answer = "";
        var status = HttpStatusCode.Unauthorized;
        var provider = new StubProvider((_, _, _) => Task.FromResult(StubProvider.Text(answer, status)));
        await using var app = App("Http", provider).Start();
        using var client = app.Client();

        await client.AskCodeAsync();
        await UntilAsync(app, "The operator must look");
        var again = await client.AskCodeAsync();
        await UntilAsync(app, "The operator must look", times: 2);
        status = HttpStatusCode.UnprocessableEntity;
        var refused = await client.AskCodeAsync();
        await UntilAsync(app, "A number is not served");
        var told = await client.AskCodeAsync();

        Assert.That((again.Code(), refused.Code()), Is.EqualTo((0, 0)));
        Assert.That(told.Msg(), Is.EqualTo("手机号格式不正确"));
    }

    [TestCase("Sms:Provider", "Nobody", "Sms:Provider")]
    [TestCase("Sms:Provider", "Aliyun", "Sms:AccessKeyId")]
    [TestCase("Sms:Provider", "Tencent", "Sms:SdkAppId")]
    [TestCase("Sms:Provider", "Http", "Sms:Url")]
    [TestCase("Sms:MaxPerDay", "0", "Sms:MaxPerDay")]
    [TestCase("Phone:RecycledAfter", "00:00:00", "Phone:RecycledAfter")]
    public void Start_BadValue_StopsWithTheNameOfTheKey(string key, string value, string named) =>
        Assert.That(StartCheck.Sentence("Production", (key, value)), Does.Contain(named));

    [TestCase("whsec_short")]
    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Start_SecretThatIsNone_Stops(string secret) =>
        Assert.That(
            StartCheck.Sentence("Production", ("Sms:Provider", "Http"), ("Sms:Url", "https://sms.example.com/"), ("Sms:Secret", secret)),
            Does.Contain("Sms:Secret")
        );

    private static TestApp App(string provider, StubProvider stub) =>
        TestApp
            .Create()
            .With("Sms:Provider", provider)
            .WithServices(services =>
                services.AddHttpClient(BackchannelSetup.ClientName(SmsRegistration.Channel)).ConfigurePrimaryHttpMessageHandler(() => stub)
            );

    private static async Task UntilAsync(TestApp app, string text, int times = 1)
    {
        while (app.Log.Text().Split(text).Length <= times)
        {
            await Task.Yield();
        }
    }
}
