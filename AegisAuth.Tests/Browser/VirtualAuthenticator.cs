using System.Text.Json;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Chromium's own authenticator for tests: it keeps resident keys, and its user verifies when the test says so.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id)
    {
        _session = session;
        _id = id;
    }

    /// <summary>Puts one into the device that shows this page.</summary>
    public static async Task<VirtualAuthenticator> AddAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new VirtualAuthenticator(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether the user shows the finger that the device knows.</summary>
    public Task VerifyUserAsync(bool verified) =>
        _session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = verified });

    /// <summary>The keys that it holds.</summary>
    public async Task<IReadOnlyList<JsonElement>> KeysAsync()
    {
        var held = await _session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id });
        return [.. held!.Value.GetProperty("credentials").EnumerateArray()];
    }

    /// <summary>Takes a key of another one, with its counter.</summary>
    public Task CopyAsync(JsonElement key) =>
        _session.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = _id, ["credential"] = key });

    /// <summary>Forgets its keys.</summary>
    public Task ClearAsync() => _session.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = _id });
}
