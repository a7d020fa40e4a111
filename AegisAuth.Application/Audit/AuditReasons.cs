namespace AegisAuth.Application.Audit;

/// <summary>Why something was refused: the words of the log.</summary>
public static class AuditReasons
{
    /// <summary>No such account.</summary>
    public const string UnknownUser = "unknown-user";

    /// <summary>The credential is wrong.</summary>
    public const string WrongPassword = "wrong-password";

    /// <summary>The account has never had a password.</summary>
    public const string NoPassword = "no-password";

    /// <summary>The account is disabled.</summary>
    public const string Disabled = "disabled";

    /// <summary>A provider refused the code; the platform, the provider's number and its id for the call follow.</summary>
    public const string CodeRefused = "code-refused";

    /// <summary>A provider did not answer, or not in its own format; what stands in for its number follows.</summary>
    public const string ProviderUnavailable = "provider-unavailable";

    /// <summary>The state of a provider login is missing, unknown, used, expired, or another browser's.</summary>
    public const string StateInvalid = "state-invalid";

    /// <summary>The passkey is not the account's, or its challenge, its counter or its user verification is not right.</summary>
    public const string PasskeyInvalid = "passkey-invalid";

    /// <summary>The external account logs in another user.</summary>
    public const string IdentityTaken = "identity-taken";

    /// <summary>Without the external account or the passkey its user could not log in any more.</summary>
    public const string LastWayIn = "last-way-in";

    /// <summary>The credential is right, and the owner is closing the account.</summary>
    public const string Closing = "closing";

    /// <summary>The account has no admin role.</summary>
    public const string NotAdmin = "not-admin";

    /// <summary>The new password does not meet the policy.</summary>
    public const string WeakPassword = "weak-password";

    /// <summary>The role of the actor does not allow it.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>No enabled super admin would be left.</summary>
    public const string LastSuperAdmin = "last-super-admin";

    /// <summary>No such organisation.</summary>
    public const string UnknownOrganisation = "unknown-organisation";

    /// <summary>The user name belongs to a user already.</summary>
    public const string NameTaken = "name-taken";

    /// <summary>The one-time code is unknown, used or expired.</summary>
    public const string CodeInvalid = "code-invalid";

    /// <summary>The account was unused for so long that its number may have another owner.</summary>
    public const string MayBeRecycled = "may-be-recycled";

    /// <summary>Another user has proven the contact.</summary>
    public const string ContactTaken = "contact-taken";

    /// <summary>An account with an admin role does not do this by mail.</summary>
    public const string Administrator = "administrator";
}
