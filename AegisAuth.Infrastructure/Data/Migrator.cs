using AegisAuth.Application.Common;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Brings the schema up to date with DbUp, one node at a time.</summary>
internal sealed class Migrator(Database database, IEnumerable<IMigrationFollowUp> followUps, ILogger<Migrator> logger) : IMigrator
{
    /// <inheritdoc/>
    public async Task RunAsync(Func<Task> seed, CancellationToken cancellationToken)
    {
        database.CreateIfMissing();
        // Two nodes may start together: the second waits here and finds nothing left to do.
        await using var held = await database.LockMigrationAsync(cancellationToken);
        await database.PrepareAsync(cancellationToken);
        var engine = Engine();
        RefuseNewer(engine);
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new MigrationException($"The migration {result.ErrorScript?.Name} failed: {Sentence(result.Error)}", result.Error);
        }

        RunFollowUps();
        await seed();
    }

    /// <inheritdoc/>
    public async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        await using var held = await database.LockMigrationAsync(cancellationToken);
        RunFollowUps();
    }

    // A version that does not know the schema may write what the newer one cannot read.
    private static void RefuseNewer(UpgradeEngine engine)
    {
        if (Newer(engine) is { } newer)
        {
            throw new MigrationException(MigrationException.NewerVersion(newer));
        }
    }

    private static string? Newer(UpgradeEngine engine)
    {
        var known = engine.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        return engine.GetExecutedScripts().Where(name => !known.Contains(name)).Max(StringComparer.Ordinal) is { } newer
            ? ShortName(newer)
            : null;
    }

    // "AegisAuth.Infrastructure.Data.Migrations.sqlite.001_schema.sql" without its folders.
    private static string ShortName(string name) => string.Join('.', name.Split('.')[^2..]);

    private void RunFollowUps()
    {
        foreach (var followUp in followUps)
        {
            followUp.Run();
        }
    }

    /// <inheritdoc/>
    public bool IsEmpty()
    {
        var engine = Engine();
        return database.IsMissing || engine.GetExecutedScripts().Count == 0;
    }

    /// <inheritdoc/>
    public bool IsUpToDate() => !Engine().IsUpgradeRequired();

    /// <inheritdoc/>
    public string? FindNewer() => Newer(Engine());

    // Messages of SqlClient go on over several lines; the first says what is wrong.
    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0];

    private UpgradeEngine Engine()
    {
        var folder = $".Migrations.{database.Provider}.";
        return database
            .Upgrade()
            .WithScriptsEmbeddedInAssembly(typeof(Migrator).Assembly, name => name.Contains(folder, StringComparison.OrdinalIgnoreCase))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new DbUpLog(logger))
            .Build();
    }

    private sealed class DbUpLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Log(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Log(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Log(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Log(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Log(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) =>
            logger.LogError(ex, "{Message}", string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));

        private void Log(LogLevel level, string format, object[] args)
        {
            if (logger.IsEnabled(level))
            {
                logger.Log(level, "{Message}", string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
            }
        }
    }
}
