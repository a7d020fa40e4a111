namespace AegisAuth.Application.Common;

/// <summary>Encrypts what must be read again, such as resident numbers, before it is stored.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts and authenticates. A purpose is a namespace: what was protected for one is noise for another.</summary>
    string Protect(string purpose, string plain);

    /// <summary>The plain text again.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or belongs to another key or purpose.</exception>
    string Unprotect(string purpose, string protectedText);
}

/// <summary>What secrets are protected for.</summary>
public static class SecretPurposes
{
    /// <summary>Resident identity numbers.</summary>
    public const string ResidentId = "resident-id";

    /// <summary>Keys of authenticator apps.</summary>
    public const string Authenticator = "authenticator";

    /// <summary>PKCE verifiers of login states.</summary>
    public const string AuthorizationState = "login-state";

    /// <summary>Answers kept for clients that lost them.</summary>
    public const string IdempotentAnswer = "idempotent-answer";

    /// <summary>Mails that are not delivered yet.</summary>
    public const string QueuedMail = "queued-mail";

    /// <summary>Keys of the HMACs of codes that go to a phone.</summary>
    public const string PhoneCode = "phone-code";

    /// <summary>Access tokens of providers, which all nodes share.</summary>
    public const string ProviderToken = "provider-token";
}
