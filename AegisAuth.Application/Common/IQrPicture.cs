namespace AegisAuth.Application.Common;

/// <summary>Draws a text as a QR code that a phone can scan.</summary>
public interface IQrPicture
{
    /// <summary>A square PNG.</summary>
    byte[] Png(string text);

    /// <summary>An SVG document.</summary>
    string Svg(string text);
}
