using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>Something that looks like a QR code and says that it is none: there is no phone to scan it with.</summary>
internal static class QrHint
{
    private const int Size = 25;
    private const int Eye = 7;

    internal static Markup Figure(PageLanguage language, string seed) =>
        Markup.Of(
            $"""
        <figure>
        <svg viewBox="0 0 {Size} {Size}" role="img" aria-label="{language.Say("二维码示意图", "Sketch of a QR code")}" shape-rendering="crispEdges"><path fill="#000" d="{Drawing(seed)}"/></svg>
        <figcaption class="quiet">{language.Say(
            "真实的微信在这里显示二维码,用手机微信扫描并确认。模拟器里没有手机:请直接选择一个人。",
            "The real WeChat shows a QR code here, to be scanned and confirmed with the phone. The simulator has no phone: choose a person instead.")}</figcaption>
        </figure>
        """
        );

    private static string Drawing(string seed)
    {
        var noise = SHA512.HashData(Encoding.UTF8.GetBytes(seed));
        var path = new StringBuilder();
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var bit = (y * Size) + x;
                if (EyeAt(x, y) ?? (noise[bit / 8 % noise.Length] >> (bit % 8) & 1) == 1)
                {
                    path.Append('M').Append(x).Append(' ').Append(y).Append("h1v1h-1z");
                }
            }
        }

        return path.ToString();
    }

    /// <summary>Dark or light within one of the three squares and the rim around it; null elsewhere.</summary>
    private static bool? EyeAt(int x, int y)
    {
        var right = x >= Size - Eye - 1;
        var low = y >= Size - Eye - 1;
        if ((x > Eye && !right) || (y > Eye && !low) || (right && low))
        {
            return null;
        }

        var ring = Math.Max(Math.Abs((right ? x - Size + Eye : x) - (Eye / 2)), Math.Abs((low ? y - Size + Eye : y) - (Eye / 2)));
        return ring is not 2 and < 4;
    }
}
