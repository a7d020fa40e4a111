using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>What a caller of <see cref="PasswordAuthenticator"/> asks, and how it goes on.</summary>
/// <typeparam name="T">What a success brings.</typeparam>
public sealed class PasswordAttempt<T>
{
    /// <summary>The password as it was sent.</summary>
    public required string Password { get; init; }

    /// <summary>Whether a success is a login, which is noted at the user.</summary>
    public bool IsLogin { get; init; }

    /// <summary>Says whose password it is, or refuses before anything is counted.</summary>
    public required Func<CancellationToken, Task<Result<PasswordSubject>>> IdentifyAsync { get; init; }

    /// <summary>Why the attempt is denied; null when it is not. The second argument says whether the password is right.</summary>
    public required Func<User?, bool, PasswordDenial?> Judge { get; init; }

    /// <summary>Audits a denial and gives its answer, in the transaction that settles the attempt. May run a second time.</summary>
    public required Func<User?, string, Task<Result<T>>> RefuseAsync { get; init; }

    /// <summary>
    /// Prepares what follows a right password, outside of any transaction and with the place in the lanes still held; the
    /// function it returns does it, in the transaction that settles the attempt. That one may run a second time.
    /// </summary>
    public required Func<User, IHashingPlace, Task<Func<Task<Result<T>>>>> AcceptAsync { get; init; }

    /// <summary>
    /// What comes first in the transaction that settles a right password, before the user is held as enabled. May run a
    /// second time.
    /// </summary>
    public Func<User, Task>? PrepareAsync { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(PasswordAttempt<>);
}

/// <summary>Whose password is checked.</summary>
/// <param name="Account">Where the attempt is counted; from <see cref="AttemptKeys"/>.</param>
/// <param name="ReadAsync">Reads the user, null where there is none. Called after the reservation, and never cancelled.</param>
public sealed record PasswordSubject(string Account, Func<Task<User?>> ReadAsync);

/// <summary>Why an attempt is denied.</summary>
/// <param name="Reason">One of <see cref="Audit.AuditReasons"/>.</param>
/// <param name="Outcome">How it is counted.</param>
public sealed record PasswordDenial(string Reason, AttemptOutcome Outcome = AttemptOutcome.Failure);
