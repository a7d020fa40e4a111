using System.Globalization;
using System.Text;

namespace AegisAuth.Application.Common;

/// <summary>
/// Characters that show nothing or reorder what is shown. With one of them two names or addresses look the same and
/// are not, so every text that names an account or a person is read with this one list.
/// </summary>
public static class HiddenCharacters
{
    /// <summary>
    /// Whether the character is a control, a format character (direction marks, zero width), of private use, half a
    /// surrogate pair or unassigned, or a letter or mark that Unicode draws as nothing (Default_Ignorable_Code_Point
    /// of DerivedCoreProperties.txt, and the blank Braille pattern).
    /// </summary>
    public static bool Include(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x2800
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFFA0
                or (>= 0xE0100 and <= 0xE01EF);
}
