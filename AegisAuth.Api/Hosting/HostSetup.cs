using System.Text;

namespace AegisAuth.Api.Hosting;

/// <summary>Where the program runs: its folder, its address.</summary>
internal static class HostSetup
{
    private const string DefaultAddress = "http://localhost:5080";
    private const string SettingsFile = "appsettings.json";

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>A builder with the arguments of the command line that set configuration.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = settings,
                // Started from another folder, the settings beside the program count.
                ContentRootPath = File.Exists(SettingsFile) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory,
            }
        );
        builder.Configuration.AddSecretFiles();
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // By default a header that is not UTF-8, such as the GBK cookie of a neighbouring site, is answered by Kestrel,
            // without an envelope. What we read of headers is ASCII; the exceptions go through HeaderText.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        return builder;
    }
}
