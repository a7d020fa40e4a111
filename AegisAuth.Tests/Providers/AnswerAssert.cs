using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Providers;

/// <summary>What a test says about an answer.</summary>
internal static class AnswerAssert
{
    /// <summary>The identity, which must be there.</summary>
    public static ProviderIdentity Person(ProviderResult answer)
    {
        Assert.That(answer.Identity, Is.Not.Null, $"refused: {answer.Error}, {answer.ProviderError?.Number}");
        return answer.Identity!;
    }

    public static void Refused(ProviderResult answer, AuthError error, string number, string? requestId = null)
    {
        Assert.That(answer.Identity, Is.Null);
        Assert.That(answer.Error, Is.EqualTo(error));
        Assert.That(answer.ProviderError, Is.EqualTo(new ProviderError(number, requestId)));
    }
}
