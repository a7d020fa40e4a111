using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AegisAuth.Tests.Support;

/// <summary>The program as an operator runs it: a process of its own, told everything by environment variables.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(
        string folder,
        string environment,
        IEnumerable<string> arguments,
        IEnumerable<(string Key, string Value)> settings
    )
    {
        var start = _process.StartInfo;
        start.FileName = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AegisAuth.Api.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__AegisAuth"] = $"Data Source={DatabaseOf(folder)}";
        start.Environment["PasswordHash__MemoryKiB"] = "7168";
        start.Environment["PasswordHash__Iterations"] = "1";
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written on standard output.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What it has written on standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>A client of it; there is one once it listens.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The database file of a service that runs in this folder.</summary>
    public static string DatabaseOf(string folder) => Path.Combine(folder, "aegisauth.db");

    /// <summary>Starts it and waits for nothing.</summary>
    public static ServiceProcess Begin(string folder, string environment, params (string Key, string Value)[] settings) =>
        new(folder, environment, [], settings);

    /// <summary>Starts it with arguments and waits for nothing.</summary>
    public static ServiceProcess BeginWith(string folder, string environment, params string[] arguments) =>
        new(folder, environment, arguments, []);

    /// <summary>Starts it and waits until it listens, which is after the schema and the first accounts are there.</summary>
    public static Task<ServiceProcess> StartAsync(string folder, string environment, params (string Key, string Value)[] settings) =>
        Begin(folder, environment, settings).ListeningAsync();

    /// <summary>Runs it with an argument after which it ends by itself; its exit code.</summary>
    public static async Task<int> RunAsync(string folder, string environment, string argument)
    {
        await using var process = new ServiceProcess(folder, environment, [argument], []);
        return await process.ExitAsync();
    }

    /// <summary>Runs a command of several words; its exit code, and what it wrote on standard output and standard error.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunCommandAsync(
        string folder,
        string environment,
        params string[] arguments
    )
    {
        await using var process = new ServiceProcess(folder, environment, arguments, []);
        return (await process.ExitAsync(), string.Join('\n', process.Output), process.Errors);
    }

    /// <summary>Starts a command of several words and waits for nothing.</summary>
    public static ServiceProcess BeginCommand(string folder, string environment, params string[] arguments) =>
        new(folder, environment, arguments, []);

    /// <summary>Waits until it listens.</summary>
    public async Task<ServiceProcess> ListeningAsync()
    {
        Client = new HttpClient { BaseAddress = await _listening.Task.WaitAsync(Patience) };
        return this;
    }

    /// <summary>Waits until it has ended, and everything it wrote is read.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does: it gets no chance to do anything about it.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does (SIGTERM).</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Client?.Dispose();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _listening.TrySetException(new InvalidOperationException($"It ended: {string.Join('\n', _output)}\n{Errors}"));
            return;
        }

        _output.Enqueue(line);
        if (line.Contains("Now listening on", StringComparison.Ordinal) && Address().Match(line) is { Success: true } address)
        {
            _listening.TrySetResult(new Uri(address.Value));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
