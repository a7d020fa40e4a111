namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>scrypt as Python's passlib writes it: <c>$scrypt$ln=16,r=8,p=1$salt$digest</c>.</summary>
internal sealed class ScryptForm : IForeignHashForm
{
    private const int MostLog = 24;
    private const int MostFactor = 1024;

    public bool Recognises(string text) => text.StartsWith("$scrypt$", StringComparison.Ordinal);

    public HashReading Read(string text)
    {
        if (text.Split('$') is not ["", _, var parameters, var salt, var digest])
        {
            return HashReading.No("it is no whole scrypt hash");
        }

        if (
            HashNumbers.Named(parameters, "ln", "r", "p")
            is not [>= 1 and <= MostLog and var log, <= MostFactor and var r, <= MostFactor and var p]
        )
        {
            return HashReading.No("its parameters are out of bounds");
        }

        return
            HashBase64.Decode(salt, Pbkdf2.LeastSalt, Pbkdf2.MostSalt) is { } saltBytes
            && HashBase64.Decode(digest, Pbkdf2.LeastDigest, Pbkdf2.MostDigest) is { } bytes
            ? Scrypt.Read(new ScryptCost(1L << log, r, p), saltBytes, bytes, text[..^digest.Length] + new string('A', digest.Length))
            : HashReading.No("its salt or its digest is no base64, too short or too long");
    }
}
