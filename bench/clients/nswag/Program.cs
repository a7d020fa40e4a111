using System.Net.Http.Headers;
using AegisAuth.Client;

using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("AEGISAUTH_URL")! + "/") };
var client = new AegisAuthClient(http) { BaseUrl = Environment.GetEnvironmentVariable("AEGISAUTH_URL")! };
const string Password = "AegisSpeed-2026";

var login = await client.AdminLoginAsync(new AdminLoginRequest { User_AegisSpeed_id = "ASD000001", User_password = Password });
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login.Token);
await client.GetDynamicSecretAsync(new StepUpRequest { User_password = Password });
var info = await client.GetAdminInfoAsync();
var users = await client.ListUsersAsync();
Console.WriteLine($"{info.Data.Admin_AegisSpeed_id} sees {users.Data.Items.Count} accounts");
return info.Data.Admin_AegisSpeed_id == "ASD000001" && users.Data.Items.Any(user => user.User_AegisSpeed_id == "ASD000004") ? 0 : 1;
