using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>The limits of every call to a provider. Each platform has its own client and with it its own breaker.</summary>
internal static class BackchannelSetup
{
    /// <summary>How long a TCP and TLS connection may take.</summary>
    public static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(3);

    /// <summary>How long a call may take in all: waiting, a second try, and reading the body.</summary>
    public static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a provider that failed is left alone.</summary>
    public static readonly TimeSpan BreakTime = TimeSpan.FromSeconds(15);

    /// <summary>Failures, at least half of all calls in half a minute, after which the breaker opens.</summary>
    public const int BreakAfter = 6;

    /// <summary>How long a second try waits.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest body that is read, in bytes.</summary>
    public const int LongestBody = 1024 * 1024;

    private static readonly HttpRequestOptionsKey<bool> RepeatableKey = new("aegis.repeatable");

    /// <summary>Marks a request that may be sent twice without harm: it carries no one-time code.</summary>
    public static HttpRequestMessage Repeatable(HttpRequestMessage request)
    {
        request.Options.Set(RepeatableKey, value: true);
        return request;
    }

    /// <summary>The name of a platform's client in <see cref="IHttpClientFactory"/>.</summary>
    public static string ClientName(string platform) => "provider-" + platform;

    /// <summary>Adds the platform's client and, keyed by the platform, its <see cref="BackchannelClient"/>.</summary>
    public static void AddBackchannel(this IServiceCollection services, string platform, IConfiguration configuration)
    {
        var propagator = BackchannelTracing.PropagatorOf(configuration);
        var client = services
            .AddHttpClient(ClientName(platform), http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The factory's own loggers write the query, and WeChat and QQ want the app secret there.
            .RemoveAllLoggers()
            // The connection pool renews itself; the factory need not replace it.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => PrimaryHandler(propagator));
        client.AddResilienceHandler("limits", Limits);
        client.AddHttpMessageHandler(() => new BufferedInTime());
        services.AddKeyedSingleton(
            platform,
            (provider, _) =>
                new BackchannelClient(
                    provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName(platform)),
                    provider.GetRequiredService<TimeProvider>()
                )
        );
    }

    /// <summary>The real way out: no redirects, no cookies, the system's certificate checks.</summary>
    public static SocketsHttpHandler PrimaryHandler(DistributedContextPropagator? propagator = null) =>
        new()
        {
            AllowAutoRedirect = false,
            // A caller's traceparent is for a provider only where the operator says so.
            ActivityHeadersPropagator = propagator,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTime,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Shorter than the providers' own keep-alive times: a connection that they closed costs a login.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };

    private static void Limits(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        pipeline
            // Outermost: a call that ran into the time limit is what it must see first of all.
            .AddCircuitBreaker(
                new HttpCircuitBreakerStrategyOptions
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = BreakAfter,
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = BreakTime,
                    ShouldHandle = arguments => ValueTask.FromResult(IsFailure(arguments.Outcome, arguments.Context)),
                }
            )
            .AddTimeout(TotalTime)
            .AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 1,
                    Delay = RetryDelay,
                    BackoffType = DelayBackoffType.Constant,
                    UseJitter = false,
                    // A Retry-After of an hour would hold the login until the time limit.
                    ShouldRetryAfterHeader = false,
                    ShouldHandle = arguments => ValueTask.FromResult(MayRepeat(arguments.Outcome, arguments.Context)),
                }
            );
    }

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome, ResilienceContext context) =>
        outcome.Exception switch
        {
            null => (int?)outcome.Result?.StatusCode >= 500,
            // The caller went away; that says nothing about the provider.
            OperationCanceledException => !context.CancellationToken.IsCancellationRequested,
            _ => true,
        };

    /// <summary>
    /// Reads the body inside the limits, so that the time for it counts and a body without end is a failure like others.
    /// </summary>
    private sealed class BufferedInTime : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    private static bool MayRepeat(Outcome<HttpResponseMessage> outcome, ResilienceContext context)
    {
        // Sent again only where it certainly was not delivered: a one-time code that arrived is spent, even if
        // the answer was lost.
        var undelivered = outcome.Exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
            // SocketsHttpHandler's way to say that ConnectTimeout has passed.
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => false,
        };
        if (undelivered)
        {
            return true;
        }

        return context.GetRequestMessage()?.Options.TryGetValue(RepeatableKey, out var repeatable) == true
            && repeatable
            && outcome switch
            {
                { Exception: HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded } } => true,
                { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
                _ => false,
            };
    }
}
