using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AegisAuth.Api.Simulator;

/// <summary>Where the service listens, in a form that a browser on this machine can open.</summary>
internal static class BaseAddress
{
    private const string Default = "http://localhost:5080";

    /// <summary>Before the server has started: from <c>urls</c> (also <c>ASPNETCORE_URLS</c>), else the documented default.</summary>
    internal static string Guess(IConfiguration configuration) =>
        Choose((configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    internal static string Choose(IEnumerable<string> addresses)
    {
        // Plain http first: a development certificate is often not trusted by the service's own client.
        var all = addresses.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe).ToList();
        var chosen = all.Find(address => address.Scheme == "http") ?? all.FirstOrDefault();
        if (chosen is null)
        {
            return Default;
        }

        var host = chosen.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : chosen.Host;
        return FormattableString.Invariant($"{chosen.Scheme}://{host}:{chosen.Port}{chosen.PathBase}");
    }
}

/// <summary>Tells the settings the real address, once the server has one.</summary>
internal sealed class BaseAddressPublisher(IServer server, SimulatorSettings settings) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // A test server in memory has no addresses, and the guess stands. Settings are announced all the same, for
        // the host may have added layers of its own that say which platforms are ours to answer.
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        settings.Announce(listening.Count == 0 ? null : BaseAddress.Choose(listening));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
