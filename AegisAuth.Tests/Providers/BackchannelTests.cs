using System.Net;
using System.Net.Sockets;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AegisAuth.Tests.Providers;

/// <summary>The limits of every call, each tried on the platform that shows it best.</summary>
public sealed class BackchannelTests
{
    private const string Good = """{"openid":"o","session_key":"k"}""";

    [Test]
    public async Task Login_VendorSilent_EndsAfterTenSecondsAndHoldsUpNobodyElse()
    {
        using var silent = new StubProvider((_, _, cancelled) => StubProvider.SilenceAsync(cancelled));
        using var quick = new StubProvider("""{"err_no":0,"data":{"openid":"o"}}""");
        using var host = new ProviderHost(
            new Dictionary<string, HttpMessageHandler> { ["weapp"] = silent, ["tt"] = quick },
            ProviderHost.NewYear
        );

        var waiting = host.LoginAsync("weapp", "c");
        await silent.Asked;
        AnswerAssert.Person(await host.LoginAsync("tt", "c"));
        host.Clock.Advance(BackchannelSetup.TotalTime - TimeSpan.FromMilliseconds(1));
        Assert.That(waiting.IsCompleted, Is.False);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        AnswerAssert.Refused(await waiting, AuthError.ProviderUnavailable, "timeout");
        Assert.That(silent.Calls, Is.EqualTo(1), "the code may have arrived");
    }

    [Test]
    public async Task Login_BodyNeverEnds_EndsAfterTenSeconds()
    {
        using var body = new SilentStream();
        using var provider = new StubProvider((_, _, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(body) }));
        using var host = ProviderHost.Of("weapp", provider);
        var waiting = host.LoginAsync("weapp", "c");
        await body.Started;
        host.Clock.Advance(BackchannelSetup.TotalTime);
        AnswerAssert.Refused(await waiting, AuthError.ProviderUnavailable, "timeout");
    }

    [Test]
    public async Task Login_DecorationSilent_GoesOnWithoutItAfterTwoSeconds()
    {
        var asked = new TaskCompletionSource();
        using var provider = new StubProvider(
            async (request, _, cancelled) =>
            {
                if (request.RequestUri!.AbsolutePath == "/sns/oauth2/access_token")
                {
                    return StubProvider.Text("""{"openid":"o","access_token":"t"}""");
                }

                asked.SetResult();
                return await StubProvider.SilenceAsync(cancelled);
            }
        );
        using var host = ProviderHost.Of("wechat", provider);
        var waiting = host.LoginAsync("wechat", "c");
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(AnswerAssert.Person(await waiting).Subject, Is.EqualTo("o"));
    }

    [Test]
    public async Task Login_CallerGoesAway_IsCancelledForTheCaller()
    {
        using var provider = new StubProvider((_, _, cancelled) => StubProvider.SilenceAsync(cancelled));
        using var host = ProviderHost.Of("weapp", provider);
        using var caller = new CancellationTokenSource();
        var waiting = host["weapp"].IdentifyAsync(new() { Code = "c" }, caller.Token);
        await provider.Asked;
        await caller.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Login_BodyAtTheLimit_IsReadAndOneByteMoreIsNot()
    {
        using var provider = new StubProvider(
            (_, call, _) => Task.FromResult(StubProvider.Text(Good.PadRight(BackchannelSetup.LongestBody + call - 1)))
        );
        using var host = ProviderHost.Of("weapp", provider);
        AnswerAssert.Person(await host.LoginAsync("weapp", "c"));
        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "too-large");
    }

    [Test]
    public async Task Login_Redirect_IsNotFollowed()
    {
        var elsewhere = false;
        await using var provider = WebApplication.CreateSlimBuilder().Build();
        provider.Urls.Add("http://127.0.0.1:0");
        provider.MapGet("/sns/jscode2session", () => Results.Redirect("/elsewhere"));
        provider.MapGet(
            "/elsewhere",
            () =>
            {
                elsewhere = true;
                return Results.Text(Good);
            }
        );
        await provider.StartAsync();
        using var host = new ProviderHost(
            new Dictionary<string, HttpMessageHandler>(),
            ProviderHost.NewYear,
            [new("Providers:Weapp:BaseUrl", provider.Urls.Single())]
        );

        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "http-302");
        Assert.That(elsewhere, Is.False);
    }

    [Test]
    public async Task Login_VendorFailsAgainAndAgain_IsLeftAloneAndNobodyElseIs()
    {
        var healthy = false;
        using var failing = new StubProvider(
            (_, _, _) => Task.FromResult(healthy ? StubProvider.Text(Good) : StubProvider.Text("x", HttpStatusCode.BadGateway))
        );
        using var other = new StubProvider(Good);
        using var host = new ProviderHost(
            new Dictionary<string, HttpMessageHandler> { ["weapp"] = failing, ["qq"] = other },
            ProviderHost.NewYear
        );
        for (var i = 0; i < BackchannelSetup.BreakAfter; i++)
        {
            AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "http-502");
        }

        healthy = true;
        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "breaker-open");
        Assert.That(failing.Calls, Is.EqualTo(BackchannelSetup.BreakAfter));
        AnswerAssert.Person(await host.LoginAsync("qq", "c"));

        host.Clock.Advance(BackchannelSetup.BreakTime);
        AnswerAssert.Person(await host.LoginAsync("weapp", "c"));
    }

    [Test]
    public async Task Login_VendorRefusesCodesAgainAndAgain_IsNotLeftAlone()
    {
        using var provider = new StubProvider("""{"errcode":40029}""");
        using var host = ProviderHost.Of("weapp", provider);
        for (var i = 0; i < BackchannelSetup.BreakAfter * 3; i++)
        {
            AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.CodeRefused, "40029");
        }
    }

    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.NameResolutionError)]
    public async Task Login_CertainlyNotDelivered_IsTriedOnceMore(HttpRequestError error)
    {
        using var provider = new StubProvider(
            (_, call, _) =>
                call == 1
                    ? throw new HttpRequestException(error)
                    : Task.FromResult(StubProvider.Text("""{"err_no":0,"data":{"openid":"o"}}"""))
        );
        using var host = ProviderHost.Of("tt", provider);
        AnswerAssert.Person(await host.LoginAsync("tt", "c"));
        Assert.That(provider.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Login_ConnectionTimesOut_IsTriedOnceMoreAndThenRefused()
    {
        // The shape SocketsHttpHandler gives to its ConnectTimeout.
        using var provider = new StubProvider((_, _, _) => throw new TaskCanceledException("x", new TimeoutException()));
        using var host = ProviderHost.Of("weapp", provider);
        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "connect-timeout");
        Assert.That(provider.Calls, Is.EqualTo(2));
    }

    [TestCase(HttpRequestError.ResponseEnded, "connection")]
    [TestCase(HttpRequestError.Unknown, "connection")]
    [TestCase(HttpRequestError.SecureConnectionError, "tls")]
    public async Task Login_PerhapsDelivered_IsNotTriedAgain(HttpRequestError error, string word)
    {
        using var provider = new StubProvider((_, _, _) => throw new HttpRequestException(error));
        using var host = ProviderHost.Of("weapp", provider);
        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, word);
        Assert.That(provider.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Login_BodyBreaksOff_IsNotTriedAgain()
    {
        using var body = new BrokenStream();
        using var provider = new StubProvider((_, _, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(body) }));
        using var host = ProviderHost.Of("weapp", provider);
        AnswerAssert.Refused(await host.LoginAsync("weapp", "c"), AuthError.ProviderUnavailable, "connection");
        Assert.That(provider.Calls, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Login_RepeatableCallFails_IsTriedOnceMore(bool lost)
    {
        using var provider = new StubProvider(
            (request, call, _) =>
                request.RequestUri!.AbsolutePath switch
                {
                    "/sns/oauth2/access_token" => Task.FromResult(StubProvider.Text("""{"openid":"o","access_token":"t"}""")),
                    _ when call > 2 => Task.FromResult(StubProvider.Text("""{"openid":"o","nickname":"n"}""")),
                    _ when lost => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                    _ => Task.FromResult(StubProvider.Text("x", HttpStatusCode.ServiceUnavailable)),
                }
        );
        using var host = ProviderHost.Of("wechat", provider);
        Assert.That(AnswerAssert.Person(await host.LoginAsync("wechat", "c")).DisplayName, Is.EqualTo("n"));
        Assert.That(provider.Calls, Is.EqualTo(3));
    }

    [Test]
    public void PrimaryHandler_Always_HoldsToTheLimits()
    {
        using var handler = BackchannelSetup.PrimaryHandler();
        Assert.Multiple(() =>
        {
            Assert.That(handler.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(handler.AllowAutoRedirect, Is.False);
            Assert.That(handler.UseCookies, Is.False);
            Assert.That(handler.SslOptions.RemoteCertificateValidationCallback, Is.Null, "the system checks certificates");
        });
    }

    [Test]
    public void PrimaryHandler_NobodyListens_SaysSoInTheWayThatIsTriedAgain()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var http = new HttpClient(BackchannelSetup.PrimaryHandler());
        Assert.That(
            async () => await http.GetAsync($"http://{reserved.LocalEndPoint}/"),
            Throws
                .InstanceOf<HttpRequestException>()
                .With.Property(nameof(HttpRequestException.HttpRequestError))
                .EqualTo(HttpRequestError.ConnectionError)
        );
    }

    /// <summary>A body that begins and then says nothing more.</summary>
    private sealed class SilentStream : MemoryStream
    {
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _read.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _read.TrySetResult();
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }

    /// <summary>A body whose connection is lost.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("gone");
    }
}
