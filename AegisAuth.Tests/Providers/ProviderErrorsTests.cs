using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Tests.Providers;

public sealed class ProviderErrorsTests
{
    [Test]
    public void Refuse_SameNumberOfTwoVendors_KeepsThemApart()
    {
        AnswerAssert.Refused(ProviderErrors.Refuse("wechat", "40013"), AuthError.ProviderUnavailable, "40013");
        AnswerAssert.Refused(ProviderErrors.Refuse("tt", "40013"), AuthError.CodeRefused, "40013");
    }

    [Test]
    public void Refuse_SubCodeNotListed_FallsBackToItsGroup() =>
        AnswerAssert.Refused(
            ProviderErrors.Refuse("alipay", "isp.some-new-error", group: "20000"),
            AuthError.ProviderUnavailable,
            "isp.some-new-error"
        );

    [Test]
    public void Refuse_TextOfAVendor_IsCutAndCleanedForTheAuditLog() =>
        AnswerAssert.Refused(
            ProviderErrors.Refuse("swan", "a\r\nb<" + new string('c', 100), "id\n"),
            AuthError.CodeRefused,
            "a??b?" + new string('c', 59),
            requestId: "id?"
        );
}
