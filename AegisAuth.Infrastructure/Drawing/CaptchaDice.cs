using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>
/// Random numbers for one picture, drawn at once: a call of the system's generator for each would cost more
/// than the picture. They are not guessable, because what can be foretold can be subtracted.
/// </summary>
internal ref struct CaptchaDice
{
    private readonly Span<ushort> _drawn;
    private int _used;

    /// <summary>Fills the given memory with random numbers.</summary>
    internal CaptchaDice(Span<ushort> memory)
    {
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(memory));
        _drawn = memory;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal float Between(float least, float most) => least + ((most - least) * (_drawn[_used++] / (float)ushort.MaxValue));

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1.</summary>
    internal int Below(int count) => (_drawn[_used++] * count) >> 16;

    /// <summary>One of two, equally often.</summary>
    internal bool Coin() => (_drawn[_used++] & 1) == 0;
}
