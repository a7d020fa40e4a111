using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Argon2id by libsodium, in bounded lanes.</summary>
internal sealed class Argon2PasswordHasher : IPasswordHasher, IDisposable
{
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
            RandomNumberGenerator.GetBytes(Argon2.SaltBytes),
            RandomNumberGenerator.GetBytes(Argon2.DigestBytes)
        );
    }

    public bool TryEnter([NotNullWhen(true)] out IHashingPlace? place)
    {
        place = _lanes.TryEnter() ? new Place(this) : null;
        return place is not null;
    }

    public void Dispose() => _lanes.Dispose();

    private PasswordCheck Verify(string password, string? stored)
    {
        if (stored is null)
        {
            _ = OverBytes(password, bytes => Argon2.Matches(bytes, _decoy));
            return PasswordCheck.Wrong;
        }

        if (PhcString.TryParse(stored, out var own))
        {
            return !OverBytes(password, bytes => Argon2.Matches(bytes, own)) ? PasswordCheck.Wrong
                : own.MemoryKiB == _options.MemoryKiB && own.Iterations == _options.Iterations ? PasswordCheck.Right
                : PasswordCheck.RightButOutdated;
        }

        // Brought from another product, and replaced by one of our own as soon as the password is known.
        return MatchesForeign(password, stored) ? PasswordCheck.RightButOutdated : PasswordCheck.Wrong;
    }

    private static bool MatchesForeign(string password, string stored) =>
        WrappedHash.TryParse(stored, out var wrapped) ? wrapped.Matches(password)
        : ForeignHashForms.Read(stored).Hash is { } foreign ? foreign.Matches(password)
        // An import refuses what it cannot read; what is stored was changed behind the service's back.
        : throw new FormatException("A stored password hash has no known form.");

    private string Hash(string password) => OverBytes(password, bytes => Argon2.Hash(bytes, _options).ToString());

    private static T OverBytes<T>(string password, Func<byte[], T> work)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return work(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private sealed class Place(Argon2PasswordHasher hasher) : IHashingPlace
    {
        private int _left;

        public async Task<PasswordCheck> VerifyAsync(string password, string? phc)
        {
            var prepared = PasswordText.Prepare(password);
            var check = await hasher._lanes.RunAsync(() => hasher.Verify(prepared, phc));
            if (check != PasswordCheck.Wrong || string.Equals(prepared, password, StringComparison.Ordinal))
            {
                return check;
            }

            // Hashes were once made of passwords as they were typed. The second look depends on the password alone and
            // not on the account, so its time tells nothing; and it is a job of its own, so that others come in between.
            return await hasher._lanes.RunAsync(() => hasher.Verify(password, phc)) == PasswordCheck.Wrong
                ? PasswordCheck.Wrong
                : PasswordCheck.RightButOutdated;
        }

        public Task<string> HashAsync(string password)
        {
            var prepared = PasswordText.Prepare(password);
            return hasher._lanes.RunAsync(() => hasher.Hash(prepared));
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                hasher._lanes.Leave();
            }
        }
    }
}
