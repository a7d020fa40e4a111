using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.Options;
using NSec.Cryptography;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Argon2id by libsodium, in bounded lanes.</summary>
internal sealed class Argon2PasswordHasher : IPasswordHasher, IDisposable
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly PasswordHashOptions _options;
    private readonly HashLanes _lanes;
    private readonly PhcString _decoy;

    public Argon2PasswordHasher(IOptions<PasswordHashOptions> options, HashMetrics metrics)
    {
        _options = options.Value;
        _lanes = new HashLanes(_options.Concurrency, _options.Queue, metrics);
        // No password has this hash. Comparing with it takes the time that a real comparison takes.
        _decoy = new PhcString(
            _options.MemoryKiB,
            _options.Iterations,
            RandomNumberGenerator.GetBytes(SaltBytes),
            RandomNumberGenerator.GetBytes(HashBytes)
        );
    }

    public bool TryEnter([NotNullWhen(true)] out IHashingPlace? place)
    {
        place = _lanes.TryEnter() ? new Place(this) : null;
        return place is not null;
    }

    public void Dispose() => _lanes.Dispose();

    private static byte[] Derive(string password, PhcString target)
    {
        var argon2 = new Argon2id(
            new Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = target.MemoryKiB,
                NumberOfPasses = target.Iterations,
            }
        );
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return argon2.DeriveBytes(bytes, target.Salt, target.Hash.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private PasswordCheck Verify(string password, string? phc)
    {
        var target = phc is null ? _decoy : PhcString.Parse(phc);
        var same = CryptographicOperations.FixedTimeEquals(Derive(password, target), target.Hash);
        if (!same || phc is null)
        {
            return PasswordCheck.Wrong;
        }

        return target.MemoryKiB == _options.MemoryKiB && target.Iterations == _options.Iterations
            ? PasswordCheck.Right
            : PasswordCheck.RightButOutdated;
    }

    private string Hash(string password)
    {
        var empty = new PhcString(_options.MemoryKiB, _options.Iterations, RandomNumberGenerator.GetBytes(SaltBytes), new byte[HashBytes]);
        return (empty with { Hash = Derive(password, empty) }).ToString();
    }

    private sealed class Place(Argon2PasswordHasher hasher) : IHashingPlace
    {
        private int _left;

        public Task<PasswordCheck> VerifyAsync(string password, string? phc) => hasher._lanes.RunAsync(() => hasher.Verify(password, phc));

        public Task<string> HashAsync(string password) => hasher._lanes.RunAsync(() => hasher.Hash(password));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                hasher._lanes.Leave();
            }
        }
    }
}
