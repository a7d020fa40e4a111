namespace AegisAuth.Application.Importing;

/// <summary>What becomes of a password hash that another product has made.</summary>
public interface IImportedHashes
{
    /// <summary>Reads the form and the parameters; nothing is computed.</summary>
    HashJudgement Judge(string text);

    /// <summary>
    /// Wraps hashes that were judged <see cref="HashFate.Weak"/>, in their order: Argon2id over the old digest, which is gone
    /// from what is returned. Takes as many cores as logins may.
    /// </summary>
    Task<IReadOnlyList<string>> WrapAsync(IReadOnlyList<string> weak, CancellationToken cancellationToken);
}

/// <summary>What becomes of a hash.</summary>
public enum HashFate
{
    /// <summary>It is stored as it is.</summary>
    Keep,

    /// <summary>It is stored wrapped.</summary>
    Weak,

    /// <summary>Its line is refused.</summary>
    Refused,
}

/// <summary>What was found.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Why">Why it is refused, in words that hold nothing of it; empty otherwise.</param>
public readonly record struct HashJudgement(HashFate Fate, string Why)
{
    /// <summary>It is stored as it is.</summary>
    public static HashJudgement Keep => new(HashFate.Keep, "");

    /// <summary>It is stored wrapped.</summary>
    public static HashJudgement Weak => new(HashFate.Weak, "");

    /// <summary>Its line is refused.</summary>
    public static HashJudgement Refuse(string why) => new(HashFate.Refused, why);
}
