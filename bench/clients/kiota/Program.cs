using System.Net.Http.Headers;
using AegisAuth.Client;
using AegisAuth.Client.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

using var http = new HttpClient();
var client = new AegisAuthClient(
    new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
    {
        BaseUrl = Environment.GetEnvironmentVariable("AEGISAUTH_URL")!,
    }
);
const string Password = "AegisSpeed-2026";

var login = await client.User.Login.Login_admin_info_by_aegisspeed_id.PostAsync(
    new AdminLoginRequest { UserAegisSpeedId = "ASD000001", UserPassword = Password }
);
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login!.Token);
await client.User.Login_admin_info.Verify.Get_secret_admin_password.PostAsync(new StepUpRequest { UserPassword = Password });
var info = await client.User.Info.Get_admin_info.GetAsync();
var users = await client.User.Manage.Users.GetAsync();
Console.WriteLine($"{info!.Data!.AdminAegisSpeedId} sees {users!.Data!.Items!.Count} accounts");
return info.Data.AdminAegisSpeedId == "ASD000001" && users.Data.Items.Any(user => user.UserAegisSpeedId == "ASD000004") ? 0 : 1;
