namespace AegisAuth.Api.Hosting;

/// <summary>Where the program runs: its folder, its address, its command line.</summary>
internal static class HostSetup
{
    /// <summary>Applies the migrations and exits.</summary>
    public const string MigrateOnly = "--migrate-only";

    /// <summary>Walks the audit log, says whether it is whole, and exits with 0 or 2.</summary>
    public const string VerifyAudit = "--verify-audit";

    private const string DefaultAddress = "http://localhost:5080";
    private const string SettingsFile = "appsettings.json";

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = [.. args.Where(arg => arg is not MigrateOnly and not VerifyAudit)],
                // Started from another folder, the settings beside the program count.
                ContentRootPath = File.Exists(SettingsFile) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory,
            }
        );
        builder.Configuration.AddSecretFiles();
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }
}
