using AegisAuth.Application.Common;
using QRCoder;

namespace AegisAuth.Infrastructure.CaptchaDrawing;

/// <summary>Draws QR codes (ISO/IEC 18004) with error correction M and their quiet zone.</summary>
internal sealed class QrPicture : IQrPicture
{
    private const int PixelsPerModule = 5;

    public byte[] Png(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule);
    }

    public string Svg(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(PixelsPerModule);
    }
}
