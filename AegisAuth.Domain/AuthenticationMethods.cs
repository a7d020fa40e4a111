namespace AegisAuth.Domain;

/// <summary>
/// How a login was proven, in the words of RFC 8176 (<c>amr</c>). A login through a provider has the name of its platform
/// instead, such as <c>google</c>.
/// </summary>
public static class AuthenticationMethods
{
    /// <summary>A password.</summary>
    public const string Password = "pwd";

    /// <summary>A code of an authenticator app.</summary>
    public const string OneTimeCode = "otp";

    /// <summary>A code that was sent to a phone.</summary>
    public const string Sms = "sms";

    /// <summary>A passkey.</summary>
    public const string Passkey = "hwk";
}
