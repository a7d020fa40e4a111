using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AegisAuth.Tests.Hosting;

/// <summary>Traces: what a collector is sent, what it is never sent, and when providers are told.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class TracingTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly (string Key, string Value)[] Collected = [(Endpoint, "http://127.0.0.1:4317")];

    [Test]
    public async Task Spans_OfRequests_NameRoutesAndNobody()
    {
        await using var collector = await TraceCollector.StartAsync();
        var spans = new SpanList();
        await using var app = App(collector)
            .WithServices(services =>
                services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans)))
            )
            .Start();
        using var client = app.Client();
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("agent-of-a-person", "1"));
        client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
        client.DefaultRequestHeaders.Add("tracestate", "vendor=state-of-a-person");
        client.DefaultRequestHeaders.Add("baggage", "name=baggage-of-a-person");

        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        (await client.SendAsync(HttpMethod.Get, $"{ManageCalls.Users}/{Some.User}?note=query-of-a-person", super)).Dispose();
        (await client.SendAsync(HttpMethod.Get, "/no-such-page/path-of-a-person", super)).Dispose();
        await client.SitePostAsync(
            "/api/login",
            token: null,
            new
            {
                platform = "website",
                login_name = "name-of-a-person",
                password = "secret-of-a-person",
            }
        );
        await client.SitePostAsync("/api/login", token: null, new { platform = "weapp", code = "code-of-a-person" });
        app.Services.GetRequiredService<TracerProvider>().ForceFlush();
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();

        var sent = collector.Sent("/v1/traces");
        Assert.Multiple(() =>
        {
            Assert.That(sent, Does.Contain("POST api/login").And.Contain("GET user/manage/users/{id}"));
            Assert.That(sent, Does.Not.Contain("of-a-person").And.Not.Contain(Some.User).And.Not.Contain(super));
            Assert.That(collector.Sent("/v1/metrics"), Does.Contain("aegisauth.logins").And.Not.Contain("of-a-person"));
        });
        var ours = spans.Spans.Where(span => span.TraceId.ToHexString() == TraceId).ToList();
        Assert.That(ours, Has.Count.GreaterThanOrEqualTo(4), "the trace that the request brought goes on");
        Assert.That(
            ours.SelectMany(span => span.TagObjects).Select(tag => tag.Key).Distinct(),
            Is.SubsetOf(
                (string[])
                    [
                        "http.request.method",
                        "http.route",
                        "http.response.status_code",
                        "error.type",
                        "network.protocol.version",
                        "url.scheme",
                        "server.address",
                        "server.port",
                    ]
            )
        );
        Assert.That(ours.Select(span => (span.TraceStateString, span.StatusDescription)), Is.All.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task Program_WithoutACollector_TracesNothing()
    {
        await using var app = TestApp.Started();

        Assert.That(app.Services.GetService<TracerProvider>(), Is.Null);
    }

    [TestCase(Endpoint, "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address.")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL must be grpc or http/protobuf.")]
    [TestCase("Tracing:PassToProviders", "perhaps", "Tracing:PassToProviders must be true or false.")]
    public void Setting_ThatIsNone_StopsTheStart(string key, string value, string sentence) =>
        Assert.That(StartCheck.Sentence("Production", [.. key == Endpoint ? [] : Collected, (key, value)]), Is.EqualTo(sentence));

    [Test]
    public void Passing_WithoutACollector_StopsTheStart() =>
        Assert.That(
            () => BackchannelTracing.PropagatorOf(Settings((BackchannelTracing.PassKey, "true"))),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains(Endpoint)
        );

    [TestCase(null, null, null)]
    [TestCase("http://127.0.0.1:4317", null, null)]
    [TestCase("http://127.0.0.1:4317", "false", null)]
    [TestCase("http://127.0.0.1:4317", "true", "traceparent")]
    public async Task Provider_IsSentTheTraceOnlyWhenAskedFor(string? endpoint, string? passes, string? header)
    {
        await using var provider = await HeaderEcho.StartAsync();
        var settings = Settings((Endpoint, endpoint), (BackchannelTracing.PassKey, passes));
        using var http = new HttpClient(BackchannelSetup.PrimaryHandler(BackchannelTracing.PropagatorOf(settings)));
        using var request = new Activity("request").SetParentId($"00-{TraceId}-b7ad6b7169203331-01");
        request.TraceStateString = "vendor=state";
        request.AddBaggage("name", "baggage").Start();

        var headers = await http.GetStringAsync(provider.Url);

        Assert.That(
            headers
                .Split('\n')
                .Where(line =>
                    line.Contains("trace", StringComparison.OrdinalIgnoreCase)
                    || line.Contains("baggage", StringComparison.OrdinalIgnoreCase)
                    || line.Contains("Correlation", StringComparison.OrdinalIgnoreCase)
                ),
            header is null ? Is.Empty : Has.Exactly(1).StartsWith($"{header}=00-{TraceId}-")
        );
    }

    private static TestApp App(TraceCollector collector) =>
        TestApp.Create().With(Endpoint, collector.Url).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, one.Value))).Build();

    /// <summary>Keeps the spans of the process, which are those of other tests too.</summary>
    private sealed class SpanList : BaseExporter<Activity>
    {
        public ConcurrentQueue<Activity> Spans { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                Spans.Enqueue(span);
            }

            return ExportResult.Success;
        }
    }
}
