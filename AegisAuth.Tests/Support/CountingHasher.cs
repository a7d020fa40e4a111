using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AegisAuth.Tests.Support;

/// <summary>The real hasher, counted, and held up where a test wants something to happen during a check.</summary>
internal sealed class CountingHasher
{
    private int _verified;
    private Action? _duringNext;
    private TaskCompletionSource? _checked;
    private Gate? _gate;

    public int Verified => _verified;

    public void Reset() => _verified = 0;

    /// <summary>Does something in the middle of the next check; the task ends with that check.</summary>
    public Task LockNext(Action during)
    {
        _checked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _duringNext = during;
        return _checked.Task;
    }

    /// <summary>Lets no check begin until the gate is opened; each keeps its place in the queue meanwhile.</summary>
    public Gate Close() => _gate = new Gate();

    /// <summary>Stands between the program and its hasher.</summary>
    public void Wrap(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(IPasswordHasher));
        services.Replace(
            ServiceDescriptor.Singleton<IPasswordHasher>(provider => new Counted(
                this,
                (IPasswordHasher)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)
            ))
        );
    }

    /// <summary>What checks wait at.</summary>
    internal sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _arrived = new(0);

        public void Open() => _open.TrySetResult();

        /// <summary>Completes when so many more checks stand at the gate.</summary>
        public async Task ArrivedAsync(int checks)
        {
            for (var i = 0; i < checks; i++)
            {
                Assert.That(await _arrived.WaitAsync(TimeSpan.FromSeconds(30)), Is.True, $"check {i} did not come");
            }
        }

        internal Task PassAsync()
        {
            _arrived.Release();
            return _open.Task;
        }
    }

    private sealed class Counted(CountingHasher owner, IPasswordHasher inner) : IPasswordHasher
    {
        public bool TryEnter([NotNullWhen(true)] out IHashingPlace? place)
        {
            place = inner.TryEnter(out var real) ? new CountedPlace(owner, real) : null;
            return place is not null;
        }
    }

    private sealed class CountedPlace(CountingHasher owner, IHashingPlace inner) : IHashingPlace
    {
        public async Task<PasswordCheck> VerifyAsync(string password, string? phc)
        {
            Interlocked.Increment(ref owner._verified);
            Interlocked.Exchange(ref owner._duringNext, null)?.Invoke();
            await (owner._gate?.PassAsync() ?? Task.CompletedTask);
            var check = await inner.VerifyAsync(password, phc);
            owner._checked?.TrySetResult();
            return check;
        }

        public Task<string> HashAsync(string password) => inner.HashAsync(password);

        public void Dispose() => inner.Dispose();
    }
}
