using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.StepUp;

/// <summary>Presents a new key to its owner, under the name of this service.</summary>
public sealed class TotpPresentation(IOptions<BrandOptions> brand, IQrCode qrCode)
{
    /// <summary>The key as text, address and picture.</summary>
    /// <param name="key">The secret key.</param>
    /// <param name="account">The user; the app shows the id beside the code.</param>
    public TotpEnrolment Of(ReadOnlySpan<byte> key, AegisSpeedId account) =>
        TotpEnrolment.Of(key, account.ToString(), brand.Value.Name, qrCode);
}
