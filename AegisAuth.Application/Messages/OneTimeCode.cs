namespace AegisAuth.Application.Messages;

/// <summary>
/// A code that was sent to a person, as it is stored. It works once, until it expires, for one purpose, for one
/// user and for the contact that it was sent to.
/// </summary>
public sealed class OneTimeCode
{
    /// <summary>SHA-256 of the code, 32 bytes. The code itself is known to the receiver only.</summary>
    public byte[] CodeHash { get; init; } = [];

    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>What it is for; one of <see cref="CodePurposes"/>.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The key of the contact that it was sent to; empty for a code that was handed over by a person.</summary>
    public string Contact { get; init; } = "";

    /// <summary>From this moment on it is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What codes are for. A code of one purpose is worth nothing for another.</summary>
public static class CodePurposes
{
    /// <summary>Proves that an e-mail address or a phone number is the user's own.</summary>
    public const string VerifyContact = "verify-contact";

    /// <summary>Sets a new password.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>
    /// Sets a new password, handed out by an administrator: not the purpose of the codes that go to an e-mail address,
    /// and what one way hands out, the other does not take.
    /// </summary>
    public const string AdminReset = "admin-reset";
}
