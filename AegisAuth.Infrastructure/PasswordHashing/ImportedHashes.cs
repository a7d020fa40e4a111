using AegisAuth.Application.Importing;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Says of hashes from elsewhere whether they can be kept, and wraps the weak ones.</summary>
internal sealed class ImportedHashes(IOptions<PasswordHashOptions> options) : IImportedHashes
{
    // What the column of SQL Server holds.
    private const int MostCharacters = 256;

    private const int MostPasses = 10;

    private readonly PasswordHashOptions _options = options.Value;

    public HashJudgement Judge(string text)
    {
        if (text.Length > MostCharacters)
        {
            return HashJudgement.Refuse("it is too long");
        }

        if (WrappedHash.IsWrapped(text))
        {
            return JudgeWrapped(text);
        }

        // What this service would store itself is no weak hash here.
        if (PhcString.TryParse(text, out var own) && own.MemoryKiB >= _options.MemoryKiB && own.Iterations >= _options.Iterations)
        {
            return own.IsBounded(Math.Max(MostPasses, _options.Iterations))
                ? HashJudgement.Keep
                : HashJudgement.Refuse("its parameters are out of bounds");
        }

        var (hash, refused) = ForeignHashForms.Read(text);
        return hash is null ? HashJudgement.Refuse(refused!)
            : !hash.IsWeak ? HashJudgement.Keep
            : LengthOfWrapped(hash) <= MostCharacters ? HashJudgement.Weak
            : HashJudgement.Refuse("it is too long");
    }

    public Task<IReadOnlyList<string>> WrapAsync(IReadOnlyList<string> weak, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<string>>(
            () =>
            {
                var wrapped = new string[weak.Count];
                Parallel.For(
                    0,
                    weak.Count,
                    new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken },
                    i => wrapped[i] = WrappedHash.Wrap(ForeignHashForms.Read(weak[i]).Hash!, _options).ToString()
                );
                return wrapped;
            },
            cancellationToken
        );

    // Only what Wrap could have written: a file must bring nothing that costs more, or protects less.
    private HashJudgement JudgeWrapped(string text) =>
        !WrappedHash.TryParse(text, out var wrapped) ? HashJudgement.Refuse("it is no whole wrapped hash")
        : wrapped.ToString() != text ? HashJudgement.Refuse("its recipe holds a digest, or is written in another way")
        : !wrapped.Hash.IsBounded(Math.Max(MostPasses, _options.Iterations)) ? HashJudgement.Refuse("its parameters are out of bounds")
        : wrapped.Hash.MemoryKiB < PasswordHashOptions.LeastMemoryKiB ? HashJudgement.Refuse("its Argon2id is too weak")
        : HashJudgement.Keep;

    private int LengthOfWrapped(ForeignHash weak) =>
        new WrappedHash(
            weak,
            new PhcString(_options.MemoryKiB, _options.Iterations, new byte[Argon2.SaltBytes], new byte[Argon2.DigestBytes])
        )
            .ToString()
            .Length;
}
