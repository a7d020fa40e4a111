using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AegisAuth.Application.Providers;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>What came back from a vendor's server, or why nothing did.</summary>
/// <param name="Status">The HTTP status; 0 where there is none.</param>
/// <param name="Body">The body as UTF-8; empty on a failure.</param>
/// <param name="MaxAge">How long the server lets this answer be kept.</param>
/// <param name="Failure">Our word for what went wrong on the way, or null.</param>
internal sealed record VendorReply(int Status, string Body, TimeSpan? MaxAge = null, string? Failure = null)
{
    /// <summary>No answer.</summary>
    public static VendorReply Failed(string failure) => new(0, "", Failure: failure);

    /// <summary>Keeps bodies, which hold session keys and tokens, out of logs.</summary>
    public override string ToString() => Failure ?? Status.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The answer as an object, or the refusal of the login where it is none. Vendors report failures inside a
    /// 200 body and some inside a 400: both are read. A 5xx is a vendor in trouble, and a 3xx points somewhere
    /// we do not go, whatever their bodies say.
    /// </summary>
    /// <param name="json">The object.</param>
    /// <param name="refusal">Otherwise what to answer.</param>
    /// <param name="unwrap">Turns other shapes into JSON text first.</param>
    public bool IsObject(
        [NotNullWhen(true)] out VendorJson? json,
        [NotNullWhen(false)] out ProviderAnswer? refusal,
        Func<string, string>? unwrap = null
    )
    {
        json = null;
        refusal = null;
        if (Failure is not null)
        {
            refusal = VendorErrors.Unavailable(Failure);
        }
        else if (Status is < 200 or >= 500 or (>= 300 and < 400) or 408 or 429)
        {
            refusal = VendorErrors.Unavailable(string.Create(CultureInfo.InvariantCulture, $"http-{Status}"));
        }
        else if (!VendorJson.TryParse(unwrap is null ? Body : unwrap(Body), out json))
        {
            refusal = VendorErrors.Unavailable(Status < 300 ? "format" : string.Create(CultureInfo.InvariantCulture, $"http-{Status}"));
        }

        return refusal is null && json is not null;
    }
}
