using System.Globalization;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>An Argon2id hash in the PHC string format: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>.</summary>
internal sealed record PhcString(int MemoryKiB, int Iterations, byte[] Salt, byte[] Hash)
{
    private const string Head = "$argon2id$v=19$";

    public static PhcString Parse(string text)
    {
        var parts = text.Split('$');
        if (parts is not ["", "argon2id", "v=19", var parameters, var salt, var hash])
        {
            throw new FormatException("Not an Argon2id PHC string.");
        }

        var numbers = parameters.Split(',');
        if (numbers is not [['m', '=', .. var memory], ['t', '=', .. var passes], "p=1"])
        {
            throw new FormatException("Not the parameters of Argon2id with one lane.");
        }

        return new PhcString(
            int.Parse(memory, NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(passes, NumberStyles.None, CultureInfo.InvariantCulture),
            FromBase64(salt),
            FromBase64(hash)
        );
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Head}m={MemoryKiB},t={Iterations},p=1${ToBase64(Salt)}${ToBase64(Hash)}");

    // The format has no padding.
    private static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] FromBase64(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
