namespace AegisAuth.Api.Simulator;

/// <summary>The page QQ Connect sends the browser to (docs/providers.md).</summary>
internal sealed class QqConnectAuthorize(RedirectUris redirects, ConsentDesk desk) : ISimulatedProvider
{
    private const SimulatedApp App = SimulatedApp.QqConnect;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/qq/oauth2.0/authorize", Authorize);

    private IResult Authorize(HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();
        IResult Wrong(string what) => SimulatorPage.Refuse(request, App.Title(), what);

        if (Given("client_id") != SimulatorKeys.AppId(App))
        {
            return Wrong("client id is illegal (100008)");
        }

        if (!redirects.IsOnDomain(App, Given("redirect_uri")))
        {
            return Wrong("redirect uri is illegal (100010)");
        }

        if (Given("response_type") != "code")
        {
            return Wrong("response_type is illegal (100000)");
        }

        if (Given("state").Length == 0)
        {
            return Wrong("state is missing");
        }

        return ConsentPages.Show(
            request,
            desk,
            new(App, Given("redirect_uri"))
            {
                State = Given("state"),
                Scope = Given("scope") is { Length: > 0 } scope ? scope : "get_user_info",
            }
        );
    }
}
