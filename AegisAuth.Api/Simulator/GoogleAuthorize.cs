namespace AegisAuth.Api.Simulator;

/// <summary>Reads a Google authorize request and says what is wrong with it (docs/providers.md).</summary>
internal sealed class GoogleAuthorize(RedirectUris redirects)
{
    /// <summary>Below <see cref="SimulatedApps.Root"/>.</summary>
    internal const string Path = "/google/o/oauth2/v2/auth";

    /// <summary>One of the two is null.</summary>
    internal (AuthorizeQuery? Request, string? Error) Read(IQueryCollection query)
    {
        string? Given(string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

        if (Given("client_id") != SimulatorKeys.AppId(SimulatedApp.Google))
        {
            return (null, "Error 401: invalid_client");
        }

        if (!redirects.IsExactly(SimulatedApp.Google, Given("redirect_uri") ?? ""))
        {
            return (null, "Error 400: redirect_uri_mismatch");
        }

        if (Given("response_type") != "code")
        {
            return (null, "Error 400: invalid_request (response_type)");
        }

        if (Given("scope") is not { } scope)
        {
            return (null, "Error 400: invalid_request (scope)");
        }

        // Google also takes the plain method. A client of ours that used it would have given PKCE away.
        if (Given("code_challenge") is null || Given("code_challenge_method") != "S256")
        {
            return (null, "Error 400: invalid_request (code_challenge, S256)");
        }

        return (
            new(SimulatedApp.Google, Given("redirect_uri")!)
            {
                Scope = scope,
                State = Given("state"),
                Nonce = Given("nonce"),
                CodeChallenge = Given("code_challenge"),
            },
            null
        );
    }
}
