namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>The forms of hashes that can be brought here. Another one is a file beside these and a line in this table.</summary>
internal static class ForeignHashForms
{
    private static readonly IForeignHashForm[] Table =
    [
        new Argon2idForm(),
        new BcryptForm(),
        new PasslibPbkdf2Form(),
        new DjangoForm(),
        new ScryptForm(),
        new BetterAuthForm(),
        // Last: it is told by the first byte of its base64 only.
        new AspNetIdentityForm(),
    ];

    /// <summary>Reads a hash of any form: the hash, or why it cannot be taken.</summary>
    public static HashReading Read(string text) =>
        Array.Find(Table, form => form.Recognises(text)) is { } form ? form.Read(text) : HashReading.No("its form is not known");
}
