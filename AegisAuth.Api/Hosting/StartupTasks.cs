using System.Globalization;
using System.Text.Json;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>What happens once before the first request: the options are checked, the schema and the first accounts are made.</summary>
internal static class StartupTasks
{
    /// <exception cref="StartupException">The database holds development accounts, and this is not Development.</exception>
    /// <exception cref="OptionsValidationException">An option has a wrong value.</exception>
    public static async Task RunStartupTasksAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (!app.Environment.IsDevelopment() && string.IsNullOrEmpty(app.Configuration["Encryption:Key"]))
        {
            app.Logger.LogWarning(
                "Encryption:Key is not set: the key ring lies in the database in the clear, and a copy of the database can read what it protects"
            );
        }

        var migrator = app.Services.GetRequiredService<IMigrator>();
        await migrator.RunAsync(() => SeedAsync(app), CancellationToken.None);
    }

    private static async Task SeedAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var development = scope.ServiceProvider.GetRequiredService<DevelopmentAccounts>();
        if (app.Environment.IsDevelopment())
        {
            await development.CreateAsync(CancellationToken.None);
            return;
        }

        if (await development.ExistAsync(CancellationToken.None))
        {
            throw new StartupException(
                "ConnectionStrings:AegisAuth names a database with development accounts, whose password is public: start with another one."
            );
        }

        await scope.ServiceProvider.GetRequiredService<BootstrapAdmin>().CreateAsync(PrintOnce, CancellationToken.None);
    }

    // A line of the JSON log, so that whatever reads standard output can read this too, but past the logger: it goes to no
    // other place that the settings may name.
    private static void PrintOnce(AegisSpeedId id, string password) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["@t"] = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                    ["@m"] = $"First administrator {id}, one-time password: {password} (change it with POST /user/password)",
                    ["@l"] = "Warning",
                }
            )
        );
}
