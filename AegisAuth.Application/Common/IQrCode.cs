namespace AegisAuth.Application.Common;

/// <summary>Draws QR codes (ISO/IEC 18004), with a quiet zone of four modules around them.</summary>
public interface IQrCode
{
    /// <summary>The text as a picture: <c>data:image/png;base64,…</c>.</summary>
    string Png(string text);

    /// <summary>The text as an SVG document of black modules on white.</summary>
    string Svg(string text);
}
