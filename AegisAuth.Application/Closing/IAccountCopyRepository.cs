using AegisAuth.Domain;

namespace AegisAuth.Application.Closing;

/// <summary>Reads all rows that belong to a user.</summary>
public interface IAccountCopyRepository
{
    /// <summary>The rows, but for those of the audit log.</summary>
    Task<StoredRows> ReadAsync(User user, CancellationToken cancellationToken);

    /// <summary>
    /// The user's sealed lines of the audit log, those that the user wrote and those about the account, the newest first.
    /// </summary>
    Task<IReadOnlyList<AuditEntry>> ListLinesAsync(AegisSpeedId account, int limit, CancellationToken cancellationToken);
}

/// <summary>What is stored about a user beside the own row.</summary>
/// <param name="Contacts">Proven contacts.</param>
/// <param name="Logins">External accounts, every subject of each.</param>
/// <param name="Sessions">Sessions of both surfaces.</param>
/// <param name="Authenticator">The authenticator app, where there is one.</param>
/// <param name="Codes">Codes that were sent or handed out.</param>
/// <param name="FailedAttempts">Failed logins that still count.</param>
/// <param name="QueuedMails">Mails on their way.</param>
/// <param name="Imported">Whether an import made the account.</param>
public sealed record StoredRows(
    IReadOnlyList<CopiedContact> Contacts,
    IReadOnlyList<ExternalIdentity> Logins,
    IReadOnlyList<Session> Sessions,
    CopiedAuthenticator? Authenticator,
    IReadOnlyList<CopiedCode> Codes,
    long FailedAttempts,
    long QueuedMails,
    bool Imported
)
{
    /// <summary>Passkeys, without their keys.</summary>
    public required IReadOnlyList<CopiedPasskey> Passkeys { get; init; }
}
