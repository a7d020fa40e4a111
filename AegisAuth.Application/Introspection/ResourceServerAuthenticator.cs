using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Introspection;

/// <summary>Finds out which program asks (RFC 6749, 2.3.1). One for the whole process: only a wrong secret asks the throttle.</summary>
public sealed class ResourceServerAuthenticator(ResourceServers servers, IServiceScopeFactory scopes, ServiceMetrics metrics)
{
    /// <summary>
    /// The program with these credentials. Refuses with <c>ClientInvalid</c>, which is counted for the address and the name,
    /// or with <c>TooManyAttempts</c> when too many were wrong.
    /// </summary>
    /// <remarks>
    /// A right secret passes during a pause too, and touches no count: it has 256 random bits, so there is nothing to guess,
    /// and a stranger behind the same address must not cut a program off.
    /// </remarks>
    public async ValueTask<Result<ResourceServer>> AuthenticateAsync(
        string name,
        string secret,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (servers.Find(name, secret) is { } server)
        {
            return server;
        }

        metrics.CountIntrospection("unknown", "invalid_client");
        await using var scope = scopes.CreateAsyncScope();
        var throttle = scope.ServiceProvider.GetRequiredService<LoginThrottle>();
        var reserved = await throttle.ReserveAsync(AttemptKeys.ResourceServer(name), caller, cancellationToken);
        if (reserved.IsRefused(out var refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            return await attempt.SettleAsync<Result<ResourceServer>>(
                AttemptOutcome.Failure,
                () => Task.FromResult<Result<ResourceServer>>(AuthError.ClientInvalid)
            );
        }
    }
}
