using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>One headless Chromium for all tests of this folder; each test has a context of its own in it.</summary>
/// <remarks>Nothing is downloaded: it is the one of <c>CHROMIUM_PATH</c>, or that of the system (Debian: <c>chromium</c>).</remarks>
[SetUpFixture]
internal sealed class Chromium
{
    // Two cores, shared with the service and its Argon2id: patience costs nothing where nothing is wrong.
    private const float Patience = 20_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private static IPlaywright? _driver;
    private static IBrowser? _browser;

    public static IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser is not running.");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var (path, whyNone) = ChromiumPath.Of(Environment.GetEnvironmentVariable(ChromiumPath.Variable));
        if (path is null)
        {
            Assert.Ignore(whyNone);
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = path,
                Args = Arguments,
                Headless = true,
            }
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _driver?.Dispose();
    }
}
