using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Tests.Providers;

/// <summary>Every provider, given its good answer with a piece missing or a byte changed: a refusal, never an exception.</summary>
public sealed class OddAnswerTests
{
    private static readonly (string Platform, string Answer, string Subject)[] Good =
    [
        ("weapp", """{"session_key":"a","openid":"person","unionid":"u","errcode":0}""", "person"),
        ("inwechat", """{"access_token":"t","openid":"person","is_snapshotuser":0,"unionid":"u"}""", "person"),
        ("qq", """{"openid":"person","session_key":"a","errcode":"0"}""", "person"),
        ("tt", """{"err_no":0,"err_tips":"success","data":{"openid":"person","session_key":"a"}}""", "person"),
        ("swan", """{"openid":"person","session_key":"a"}""", "person"),
    ];

    [TestCaseSource(nameof(Good))]
    public async Task IdentifyAsync_AnswerCutShort_Refuses((string Platform, string Answer, string Subject) good)
    {
        var answer = good.Answer;
        using var provider = new StubProvider((_, _, _) => Task.FromResult(StubProvider.Text(answer)));
        using var host = ProviderHost.Of(good.Platform, provider);
        Assert.That(AnswerAssert.Person(await host.LoginAsync(good.Platform, "c")).Subject, Is.EqualTo(good.Subject));
        for (var length = 0; length < good.Answer.Length; length++)
        {
            answer = good.Answer[..length];
            Assert.That((await host.LoginAsync(good.Platform, "c")).Identity, Is.Null, answer);
        }
    }

    [TestCaseSource(nameof(Good))]
    public async Task IdentifyAsync_AnswerChangedAnywhere_NeverThrows((string Platform, string Answer, string Subject) good)
    {
        var answer = good.Answer;
        using var provider = new StubProvider((_, _, _) => Task.FromResult(StubProvider.Text(answer)));
        using var host = ProviderHost.Of(good.Platform, provider);
        foreach (var sign in "\"\\{}[],:0n=&\u0000\uD800")
        {
            for (var i = 0; i < good.Answer.Length; i++)
            {
                answer = string.Concat(good.Answer.AsSpan(0, i), sign.ToString(), good.Answer.AsSpan(i + 1));
                var result = await host.LoginAsync(good.Platform, new ProviderCredential { Code = "c" });
                Assert.That(result.Identity is null, Is.EqualTo(result.ProviderError is not null), answer);
            }
        }
    }
}
