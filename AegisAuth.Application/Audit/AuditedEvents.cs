using AegisAuth.Application.Events;

namespace AegisAuth.Application.Audit;

/// <summary>Which audited acts other programs are told of. Everything that changes a user is audited, so nothing is forgotten.</summary>
internal static class AuditedEvents
{
    /// <summary>The types of events, in the order in which they are sent.</summary>
    public static IReadOnlyList<string> Of(AuditEvent what) =>
        what switch
        {
            { Refused: not null } or { Target: "" } => [],
            { MakesUser: true } => [EventTypes.UserCreated],
            _ => Of(what.Action),
        };

    private static string[] Of(string action) =>
        action switch
        {
            AuditActions.Register or AuditActions.UserCreate or AuditActions.Bootstrap => [EventTypes.UserCreated],
            AuditActions.DetailChange
            or AuditActions.ContactVerify
            or AuditActions.IdentityLink
            or AuditActions.IdentityUnlink
            or AuditActions.UserRole => [EventTypes.UserUpdated],
            AuditActions.UserDisable => [EventTypes.UserDisabled, EventTypes.SessionsEnded],
            AuditActions.AccountClose => [EventTypes.UserClosed, EventTypes.SessionsEnded],
            AuditActions.AccountErase => [EventTypes.UserErased, EventTypes.SessionsEnded],
            AuditActions.AccountReopen or AuditActions.UserEnable => [EventTypes.UserEnabled],
            AuditActions.PasswordChange or AuditActions.PasswordReset => [EventTypes.PasswordChanged, EventTypes.SessionsEnded],
            AuditActions.Logout
            or AuditActions.SessionRevoke
            or AuditActions.SessionsRevoke
            or AuditActions.TokenRevoke
            or AuditActions.PasskeyRevoke
            or AuditActions.AuthenticatorReset => [EventTypes.SessionsEnded],
            _ => [],
        };
}
