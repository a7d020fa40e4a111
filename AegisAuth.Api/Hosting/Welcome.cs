using AegisAuth.Application.AdminLogin;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AegisAuth.Api.Hosting;

/// <summary>What a newcomer sees after the start in Development: where Swagger UI is, and a line that logs in.</summary>
internal static class Welcome
{
    public static void PrintWelcomeWhenStarted(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address =
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            Console.WriteLine(
                $$"""

                {{LoginPage(app, address)}}Swagger UI: {{address}}/swagger
                Log in:     curl -X POST {{address}}/user/login/login_admin_info_by_aegisspeed_id -H "Content-Type: application/json" -d "{\"user_AegisSpeed_id\":\"ASD000001\",\"user_password\":\"{{DevelopmentAccounts.Password}}\"}"

                """
            );
        });

    private static string LoginPage(WebApplication app, string address) =>
        app.Configuration.Exposes(FeatureSwitches.LoginPage, byDefault: true) ? $"Login page: {address}/\n" : "";
}
