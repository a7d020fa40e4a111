using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>What came back from a provider's server, or why nothing did.</summary>
/// <param name="Status">The HTTP status; 0 where there is none.</param>
/// <param name="Body">The body as UTF-8; empty on a failure.</param>
/// <param name="MaxAge">How long the server lets this answer be kept.</param>
/// <param name="Failure">Our word for what went wrong on the way, or null.</param>
internal sealed record ProviderReply(int Status, string Body, TimeSpan? MaxAge = null, string? Failure = null)
{
    /// <summary>No answer.</summary>
    public static ProviderReply Failed(string failure) => new(0, "", Failure: failure);

    /// <summary>Keeps bodies, which hold session keys and tokens, out of logs.</summary>
    public override string ToString() => Failure ?? Status.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The answer as an object, or the refusal of the login where it is none. Providers report failures inside a
    /// 200 body and some inside a 400: both are read. A 5xx is a provider in trouble, and a 3xx points somewhere
    /// we do not go, whatever their bodies say.
    /// </summary>
    /// <param name="json">The object.</param>
    /// <param name="refusal">Otherwise what to answer.</param>
    /// <param name="unwrap">Turns other shapes into JSON text first.</param>
    public bool IsObject(
        [NotNullWhen(true)] out LenientJson? json,
        [NotNullWhen(false)] out ProviderResult? refusal,
        Func<string, string>? unwrap = null
    )
    {
        json = null;
        refusal = null;
        if (Failure is not null)
        {
            refusal = ProviderErrors.Unavailable(Failure);
        }
        else if (Status is < 200 or >= 500 or (>= 300 and < 400) or 408 or 429)
        {
            refusal = ProviderErrors.Unavailable(string.Create(CultureInfo.InvariantCulture, $"http-{Status}"));
        }
        else if (!LenientJson.TryParse(unwrap is null ? Body : unwrap(Body), out json))
        {
            refusal = ProviderErrors.Unavailable(Status < 300 ? "format" : string.Create(CultureInfo.InvariantCulture, $"http-{Status}"));
        }

        return refusal is null && json is not null;
    }
}
