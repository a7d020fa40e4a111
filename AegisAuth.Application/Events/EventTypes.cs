namespace AegisAuth.Application.Events;

/// <summary>What other programs can be told of.</summary>
public static class EventTypes
{
    /// <summary>An account was made, in whichever way but by <c>--import</c>.</summary>
    public const string UserCreated = "user.created";

    /// <summary>Its details, contacts, external accounts, role or organisation changed.</summary>
    public const string UserUpdated = "user.updated";

    /// <summary>It cannot log in any more.</summary>
    public const string UserDisabled = "user.disabled";

    /// <summary>It can log in again.</summary>
    public const string UserEnabled = "user.enabled";

    /// <summary>Its owner has closed it; it will be erased.</summary>
    public const string UserClosed = "user.closed";

    /// <summary>What was known of its owner is gone.</summary>
    public const string UserErased = "user.erased";

    /// <summary>It has another password.</summary>
    public const string PasswordChanged = "password.changed";

    /// <summary>Sessions of it have ended before their time; introspection tells which.</summary>
    public const string SessionsEnded = "sessions.ended";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [UserCreated, UserUpdated, UserDisabled, UserEnabled, UserClosed, UserErased, PasswordChanged, SessionsEnded];
}
