using System.Net;
using System.Net.Sockets;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AegisAuth.Tests.Hosting;

/// <summary>What clients hear while the database server is away, and afterwards.</summary>
[TestFixture]
internal sealed class DatabaseAwayTests
{
    private const string AdminAway =
        """{"status":503,"token":"","code":"10004","result":"Login failed, server internal error","data":{}}""";

    [Test]
    public async Task Requests_WhileTheServerIsAway_Are503WithRetryAfterAndRecover()
    {
        if (Environment.GetEnvironmentVariable(Engine.PostgreSqlVariable) is not { Length: > 0 } server)
        {
            Assert.Ignore($"{Engine.PostgreSqlVariable} holds no connection string.");
            return;
        }

        var database = await PostgreSqlDatabases.CreateAsync(server);
        await using var road = Road.To(new NpgsqlConnectionStringBuilder(server));
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = road.Port };
        await using (
            var app = TestApp.Create().With("Database:Provider", "PostgreSql").With("ConnectionStrings:AegisAuth", through.ConnectionString)
        )
        {
            app.Start();
            using var client = app.Client();
            var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
            var site = await client.SiteTokenAsync();

            road.Close();
            using var adminLogin = await client.TryAdminLoginAsync(Some.Admin, Some.Password);
            Assert.That(await adminLogin.Content.ReadAsStringAsync(), Is.EqualTo(AdminAway));
            await AssertAwayAsync(adminLogin, "10004");
            using var siteLogin = await client.TrySiteLoginAsync("user", Some.Password);
            await AssertAwayAsync(siteLogin, "-1");
            using var list = await client.SendAsync(HttpMethod.Get, ManageCalls.Users, token);
            await AssertAwayAsync(list, "10003");
            using var live = await client.GetAsync("/health/live");
            using var ready = await client.GetAsync("/health/ready");
            Assert.That((live.StatusCode, ready.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)));
            app.Time.Advance(TimeSpan.FromSeconds(2));
            using var check = await client.SendAsync(HttpMethod.Get, "/api/user/detail", site);
            await AssertAwayAsync(check, "-1");

            road.Open();
            using var again = await client.TryAdminLoginAsync(Some.Admin, Some.Password);
            Assert.That(await again.AdminCodeAsync(), Is.EqualTo("10000"));
            using var readyAgain = await client.GetAsync("/health/ready");
            Assert.That(readyAgain.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10000"));
            Assert.That(app.Log.Events.Where(e => e.MessageTemplate.Text == "Unhandled fault"), Is.Empty);
        }

        await database.RemoveAsync();
    }

    [TestCase("57P01", true)]
    [TestCase("57P03", true)]
    [TestCase("53300", true)]
    [TestCase("08006", true)]
    [TestCase("23505", false)]
    [TestCase("40001", false)]
    public void IsAway_StatesOfPostgreSql_AreToldApart(string state, bool away)
    {
        using var database = new PostgreSqlDatabase(Options.Create(new DatabaseOptions { ConnectionString = "Host=localhost" }));

        Assert.That(database.IsAway(new PostgresException("x", "FATAL", "FATAL", state)), Is.EqualTo(away));
    }

    private static async Task AssertAwayAsync(HttpResponseMessage response, string code)
    {
        var body = await response.JsonAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), body.ToString());
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(body.GetProperty("code").ToString(), Is.EqualTo(code));
    }

    /// <summary>The way to a server, which a test can close: connections end, and new ones are refused.</summary>
    private sealed class Road(string host, int port) : IAsyncDisposable
    {
        private readonly List<Socket> _open = [];
        private readonly Lock _lock = new();
        private TcpListener? _listener;

        public int Port { get; private set; }

        public static Road To(NpgsqlConnectionStringBuilder server)
        {
            var road = new Road(server.Host!, server.Port);
            road.Open();
            return road;
        }

        public void Open()
        {
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync(_listener);
        }

        public void Close()
        {
            _listener!.Stop();
            lock (_lock)
            {
                _open.ForEach(socket => socket.Dispose());
                _open.Clear();
            }
        }

        public ValueTask DisposeAsync()
        {
            Close();
            return ValueTask.CompletedTask;
        }

        private async Task AcceptAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    var near = await listener.AcceptSocketAsync();
                    var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await far.ConnectAsync(host, port);
                    lock (_lock)
                    {
                        _open.AddRange([near, far]);
                    }

                    _ = CopyAsync(near, far);
                    _ = CopyAsync(far, near);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The road was closed.
            }
        }

        private static async Task CopyAsync(Socket from, Socket to)
        {
            try
            {
                var buffer = new byte[16 * 1024];
                for (int read; (read = await from.ReceiveAsync(buffer)) > 0; )
                {
                    for (var sent = 0; sent < read; )
                    {
                        sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One side has gone: so does the other.
            }

            to.Dispose();
        }
    }
}
