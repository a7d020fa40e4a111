using System.Text.Json;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// <c>/dev/simulator</c>: plays the phone. Hands out what a mini program would get from its provider, on a page and,
/// for scripts, at <c>POST /dev/simulator/{platform}/code</c>.
/// </summary>
internal sealed class MiniProgramDesk(OneTimeCodes codes, UserDataSealer sealer) : ISimulatedProvider
{
    internal static readonly SimulatedApp[] MiniPrograms =
    [
        SimulatedApp.Weapp,
        SimulatedApp.Tt,
        SimulatedApp.Swan,
        SimulatedApp.Alipay,
        SimulatedApp.QqMini,
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpRequest request) => MiniProgramPage.Show(request));
        routes.MapPost("/", HandOutAsync);
        routes.MapPost("/{platform}/code", CodeAsync);
        routes.MapGet("/simulator.css", () => Results.Text(Stylesheet.Text, "text/css; charset=utf-8"));
    }

    private async Task<IResult> HandOutAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : FormCollection.Empty;
        return Find(form["platform"].ToString()) is { } app && Person.Find(app, form["person"]) is { } person
            ? MiniProgramPage.ShowLogin(request, app, person, LogIn(app, person, profileOnly: form["profile"] == "1"))
            : SimulatorPage.Refuse(
                request,
                new("这里没有这个人", "No such person here"),
                PageLanguage
                    .Of(request)
                    .Say("请回到上一页,选择平台和此平台上的人。", "Go back, and choose a platform and a person it knows.")
            );
    }

    private async Task<IResult> CodeAsync(string platform, HttpRequest request, CancellationToken cancellationToken)
    {
        if (Find(platform) is not { } app)
        {
            return Results.Problem(
                "Mini programs are weapp, tt, swan, alipay and qq. The others give their codes on their authorize page.",
                statusCode: StatusCodes.Status404NotFound
            );
        }

        CodeRequest? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<CodeRequest>(request.Body, JsonSerializerOptions.Web, cancellationToken);
        }
        catch (JsonException)
        {
            asked = null;
        }

        return Person.Find(app, asked?.Person) is { } person
            ? SimulatorAnswer.Json(LogIn(app, person, asked!.Profile))
            : Results.Problem(
                $"Send {{\"person\":\"…\"}} with one of: {string.Join(", ", Person.OfferedBy(app).Select(one => one.Id))}.",
                statusCode: StatusCodes.Status400BadRequest
            );
    }

    private MiniProgramLogin LogIn(SimulatedApp app, Person person, bool profileOnly = false)
    {
        string Code(string scope) => codes.Issue(new(app, person) { Scope = scope });

        return app switch
        {
            // The guest is not logged in to Douyin: there is only the visitor's code.
            SimulatedApp.Tt when person.IsGuest => new() { AnonymousCode = Code(SimulatedTt.Anonymous) },
            SimulatedApp.Tt => sealer.SealTencentStyle(app, person, profileOnly) with
            {
                Code = Code(""),
                AnonymousCode = Code(SimulatedTt.Anonymous),
            },
            SimulatedApp.Swan => sealer.SealBaiduStyle(person) with { Code = Code("") },
            // What my.getOpenUserInfo returns is unsigned; there is nothing to hand on.
            SimulatedApp.Alipay => new() { Code = Code(OneTimeCodes.FullScopeOf(app)) },
            _ => sealer.SealTencentStyle(app, person, profileOnly) with { Code = Code("") },
        };
    }

    private static SimulatedApp? Find(string platform) =>
        MiniPrograms.Where(app => app.Platform() == platform).Select(app => (SimulatedApp?)app).FirstOrDefault();

    private sealed record CodeRequest(string? Person, bool Profile = false);
}
