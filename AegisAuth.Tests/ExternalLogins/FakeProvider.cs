using System.Collections.Concurrent;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>A provider whose people are set by the test: a code brings its person, once.</summary>
internal sealed class FakeProvider(string platform) : IRedirectProvider
{
    private readonly ConcurrentDictionary<string, ProviderIdentity> _people = new(StringComparer.Ordinal);

    public string Platform => platform;

    public bool Enabled { get; set; } = true;

    public string AppId { get; set; } = "app";

    public bool CanRedirect { get; set; }

    public bool NeedsRedirect => CanRedirect;

    public bool RequiresState { get; set; }

    /// <summary>What the last exchange was given.</summary>
    public ProviderCredential? Last { get; private set; }

    /// <summary>How often a code was exchanged.</summary>
    public int Exchanges => _exchanges;

    /// <summary>What a code without a person is answered with.</summary>
    public ProviderResult Refusal { get; set; } = ProviderResult.Refused(AuthError.CodeRefused, new ProviderError("40163", "req-7"));

    private int _exchanges;

    public FakeProvider Knows(string code, ProviderIdentity person)
    {
        _people[code] = person;
        return this;
    }

    public FakeProvider Knows(string code, string subject) => Knows(code, new ProviderIdentity { Subject = subject });

    public Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        Last = login;
        Interlocked.Increment(ref _exchanges);
        return Task.FromResult(_people.TryRemove(login.Code, out var person) ? ProviderResult.Identified(person) : Refusal);
    }

    public Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Uri>>(
            new Uri($"https://vendor.test/authorize?state={request.State}&nonce={request.Nonce}&code_challenge={request.CodeChallenge}")
        );
}
