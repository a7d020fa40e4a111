using System.Net.Http.Json;
using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>The real program with providers that a test can fill with people.</summary>
internal sealed class ProviderWorld : IAsyncDisposable
{
    private ProviderWorld(TestApp app) => App = app;

    public TestApp App { get; }

    public FakeProvider Google { get; } = new("google") { CanRedirect = true, RequiresState = true };

    public FakeProvider Wechat { get; } = new("wechat") { CanRedirect = true };

    public FakeProvider Weapp { get; } = new("weapp");

    public FakeProvider Swan { get; } = new("swan") { Enabled = false };

    public HttpClient Client { get; private set; } = null!;

    public static ProviderWorld Start()
    {
        var app = TestApp.Create();
        var world = new ProviderWorld(app);
        app.WithServices(services => services.AddSingleton(new LoginProviders([world.Google, world.Wechat, world.Weapp, world.Swan])));
        app.Start();
        world.Client = app.Client();
        return world;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        PostAsync(Client, path, body, headers);

    public static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string path,
        object body,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }

    public async Task<JsonElement> LoginAsync(
        string platform,
        string code,
        string? state = null,
        params (string Name, string Value)[] headers
    )
    {
        using var response = await PostAsync(
            "/api/login",
            new
            {
                platform,
                code,
                state,
            },
            headers
        );
        return await response.JsonAsync();
    }

    /// <summary>The data of a login that must succeed.</summary>
    public async Task<JsonElement> UserAsync(
        string platform,
        string code,
        string? state = null,
        params (string Name, string Value)[] headers
    )
    {
        var answer = await LoginAsync(platform, code, state, headers);
        Assert.That(answer.GetProperty("code").GetInt32(), Is.Zero, answer.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>Asks for an authorize address: state, and the cookie as it goes back.</summary>
    public async Task<(string State, string Cookie)> BeginAsync(string platform, string query = "")
    {
        using var response = await Client.GetAsync(new Uri($"/api/{platform}/url{query}", UriKind.Relative));
        var data = (await response.JsonAsync()).GetProperty("data");
        return (data.GetProperty("state").GetString()!, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public long Count(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = App.OpenDatabase();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
