using AegisAuth.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Api.Simulator;

/// <summary>The page on which a provider asks its user, and where the browser goes after the answer.</summary>
internal sealed class ConsentPages(ConsentDesk desk, OneTimeCodes codes) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/consent", DecideAsync);

    internal static IResult Show(HttpRequest request, ConsentDesk desk, AuthorizeQuery wanted)
    {
        var language = PageLanguage.Of(request);
        var ticket = desk.Open(wanted);
        var people = Person.OfferedBy(wanted.App).Select((person, index) => Choice(language, person, index == 0));
        var body = Markup.Of(
            $"""
            <p>{language.Say("应用", "The app")} <code>{SimulatorKeys.AppId(wanted.App)}</code> {language.Say(
                "请求知道您是谁。",
                "asks to know who you are."
            )}</p>
            {(wanted.App == SimulatedApp.Wechat ? QrHint.Figure(language, ticket) : Markup.Nothing)}
            <form method="post" action="{SimulatedApps.Root}/consent?lang={language.Tag}">
            <input type="hidden" name="ticket" value="{ticket}">
            <fieldset>
            <legend>{language.Say("以谁的身份登录?", "Who is logging in?")}</legend>
            <div class="choices">{Markup.Join(people)}</div>
            </fieldset>
            <div class="actions">
            <button class="first" name="decision" value="allow">{language.Say("同意", "Allow")}</button>
            <button name="decision" value="refuse">{language.Say("拒绝", "Refuse")}</button>
            </div>
            </form>
            <h2>{language.Say("请求内容", "What was asked")}</h2>
            <dl>
            <dt>scope</dt><dd><code>{wanted.Scope}</code></dd>
            <dt>redirect_uri</dt><dd><code>{wanted.RedirectUri}</code></dd>
            <dt>state</dt><dd><code>{wanted.State}</code></dd>
            </dl>
            """
        );
        return SimulatorPage.Show(
            request,
            language.Say(wanted.App.Title()),
            body,
            new Uri(wanted.RedirectUri).GetLeftPart(UriPartial.Authority)
        );
    }

    internal static Markup Choice(PageLanguage language, Person person, bool chosen) =>
        Markup.Of(
            $"""
            <label><input type="radio" name="person" value="{person.Id}" {(chosen ? Markup.Of($"checked") : Markup.Nothing)}>
            <span><span lang="zh-CN">{person.Name.Chinese}</span> <span lang="en">{person.Name.English}</span>
            <small>{Remark(language, person)}</small></span></label>
            """
        );

    private static string Remark(PageLanguage language, Person person)
    {
        if (person.IsGuest)
        {
            return language.Say("登录应被拒绝", "must be refused");
        }

        var proven = person.EmailVerified ? language.Say("邮箱已验证", "verified") : language.Say("邮箱未验证", "not verified");
        return $"{person.Email} · {proven}";
    }

    private async Task<IResult> DecideAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : FormCollection.Empty;
        if (desk.Take(form["ticket"].ToString()) is not { } wanted)
        {
            return SimulatorPage.Refuse(
                request,
                new("请求已失效", "This request is no longer valid"),
                PageLanguage
                    .Of(request)
                    .Say(
                        "登录请求已处理、已过期或从未存在。请回到应用重新开始。",
                        "It was answered, has expired or never existed. Go back to the app and start again."
                    )
            );
        }

        if (form["decision"] != "allow")
        {
            return Refused(request, wanted);
        }

        if (Person.Find(wanted.App, form["person"]) is not { } person)
        {
            return SimulatorPage.Refuse(request, new("没有这个人", "No such person"), form["person"].ToString());
        }

        var code = codes.Issue(
            new(wanted.App, person)
            {
                Scope = wanted.Scope,
                RedirectUri = wanted.RedirectUri,
                Nonce = wanted.Nonce,
                CodeChallenge = wanted.CodeChallenge,
            }
        );
        return Back(
            wanted,
            wanted.App switch
            {
                SimulatedApp.Google => [("code", code), ("scope", wanted.Scope), ("authuser", "0"), ("prompt", "consent")],
                SimulatedApp.Alipay => [.. AlipayExtras(wanted), ("auth_code", code)],
                _ => [("code", code)],
            }
        );
    }

    /// <summary>The user said no, and each provider has its own way to tell.</summary>
    private static IResult Refused(HttpRequest request, AuthorizeQuery wanted) =>
        wanted.App switch
        {
            SimulatedApp.Google => Back(wanted, [("error", "access_denied")]),
            // Alipay documents no refusal. What it documents for a yes, less the code, is the least invented.
            SimulatedApp.Alipay => Back(wanted, [.. AlipayExtras(wanted)]),
            // QQ closes its page and tells the app nothing.
            SimulatedApp.QqConnect => SimulatorPage.Show(
                request,
                PageLanguage.Of(request).Say("已取消", "Cancelled"),
                Markup.Of(
                    $"<p>{PageLanguage.Of(request).Say("QQ 不通知应用。您可以关闭此页。", "QQ does not tell the app. You may close this page.")}</p>"
                )
            ),
            // WeChat comes back with the state and without a code.
            _ => Back(wanted, []),
        };

    private static (string Name, string Value)[] AlipayExtras(AuthorizeQuery wanted) =>
        [("app_id", SimulatorKeys.AppId(wanted.App)), ("source", "alipay_wallet"), ("scope", wanted.Scope)];

    private static IResult Back(AuthorizeQuery wanted, (string Name, string Value)[] answer)
    {
        var query = answer.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value));
        if (wanted.State is { } state)
        {
            query = query.Append(KeyValuePair.Create("state", (string?)state));
        }

        return Results.Redirect(QueryHelpers.AddQueryString(wanted.RedirectUri, query));
    }
}
