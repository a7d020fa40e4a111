namespace AegisAuth.Application.Captcha;

/// <summary>Draws text that people can read and programs cannot.</summary>
public interface ICaptchaPicture
{
    /// <summary>A PNG of the text; two calls never draw the same picture.</summary>
    byte[] Draw(string text);
}
