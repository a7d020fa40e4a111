using System.Globalization;
using System.Text.Json;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Common;
using AegisAuth.Application.Organisations;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>What happens once before the first request: the options are checked, the schema and the first accounts are made.</summary>
internal static class StartupTasks
{
    /// <exception cref="StartupException">The database holds development accounts, and this is not Development.</exception>
    /// <exception cref="OptionsValidationException">An option has a wrong value.</exception>
    /// <param name="app">The program.</param>
    /// <param name="withFirstAdmin">Whether a first administrator is made; an import may bring one.</param>
    public static async Task RunStartupTasksAsync(this WebApplication app, bool withFirstAdmin = true)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Logger.LogInformation("AegisAuth {Version}", ProgramVersion.Text);
        if (!app.Environment.IsDevelopment() && string.IsNullOrEmpty(app.Configuration["Encryption:Key"]))
        {
            app.Logger.LogWarning(
                "Encryption:Key is not set: the key ring lies in the database in the clear, and a copy of the database can read what it protects"
            );
        }

        app.WarnOfHalfConfiguredProviders();
        var migrator = app.Services.GetRequiredService<IMigrator>();
        await migrator.RunAsync(() => SeedAsync(app, withFirstAdmin), CancellationToken.None);
    }

    private static async Task SeedAsync(WebApplication app, bool withFirstAdmin)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var development = scope.ServiceProvider.GetRequiredService<DevelopmentAccounts>();
        if (app.Environment.IsDevelopment())
        {
            await development.CreateAsync(CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<DevelopmentOrganisation>().CreateAsync(CancellationToken.None);
            return;
        }

        if (await development.ExistAsync(CancellationToken.None))
        {
            throw new StartupException(
                "ConnectionStrings:AegisAuth names a database with development accounts, whose password is public: start with another one."
            );
        }

        if (withFirstAdmin)
        {
            await scope.ServiceProvider.GetRequiredService<BootstrapAdmin>().CreateAsync(PrintOnce, CancellationToken.None);
        }
    }

    // A line of the JSON log, so that what reads standard output can read this too, but past the logger: it goes to no
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
