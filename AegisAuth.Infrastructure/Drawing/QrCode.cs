using AegisAuth.Application.Common;
using QRCoder;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>QR codes by QRCoder, with the error correction M.</summary>
internal sealed class QrCode : IQrCode
{
    private const int PixelsPerModule = 5;

    public string Png(string text)
    {
        using var code = Encode(text);
        using var png = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(PixelsPerModule));
    }

    public string Svg(string text)
    {
        using var code = Encode(text);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(PixelsPerModule);
    }

    private static QRCodeData Encode(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
}
