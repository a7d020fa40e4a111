using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>What this room brings.</summary>
internal static class DrawingServices
{
    /// <summary>Adds the pictures: captchas and QR codes.</summary>
    public static IServiceCollection AddDrawing(this IServiceCollection services)
    {
        services.AddSingleton<ICaptchaPicture, CaptchaPicture>();
        return services.AddSingleton<IQrCode, QrCode>();
    }
}
