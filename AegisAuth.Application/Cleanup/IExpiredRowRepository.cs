namespace AegisAuth.Application.Cleanup;

/// <summary>Rows that are worth nothing any more.</summary>
public interface IExpiredRowRepository
{
    /// <summary>Deletes at most <paramref name="batch"/> of them in one short statement, and says how many those were.</summary>
    Task<int> DeleteAsync(ExpiredKind kind, DateTimeOffset before, int batch, CancellationToken cancellationToken);
}

/// <summary>What expires.</summary>
public enum ExpiredKind
{
    /// <summary>Sessions whose end has come.</summary>
    Sessions,

    /// <summary>Login states that no browser came back with.</summary>
    AuthorizationStates,

    /// <summary>Challenges that no passkey answered.</summary>
    PasskeyChallenges,

    /// <summary>Captchas that were not solved.</summary>
    Captchas,

    /// <summary>Codes and links that were not used.</summary>
    OneTimeCodes,

    /// <summary>Six digits that were sent to a phone.</summary>
    PhoneCodes,

    /// <summary>Answers kept for clients that lost them.</summary>
    IdempotentAnswers,

    /// <summary>
    /// Counts of failures at addresses, and counts of accounts without failures, that are neither paused nor pending.
    /// </summary>
    Attempts,

    /// <summary>Counts of the failures of accounts, which are kept longer: they stand between a patient guesser and the account.</summary>
    AccountAttempts,
}
