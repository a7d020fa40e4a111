using System.Text.Json.Nodes;

namespace AegisAuth.Api.Simulator;

/// <summary>The pages of <see cref="MiniProgramDesk"/>.</summary>
internal static class MiniProgramPage
{
    internal static IResult Show(HttpRequest request)
    {
        var language = PageLanguage.Of(request);
        var wanted = request.Query["platform"].ToString();
        var chosen = MiniProgramDesk.MiniPrograms.FirstOrDefault(app => app.Platform() == wanted, MiniProgramDesk.MiniPrograms[0]);
        var platforms = MiniProgramDesk.MiniPrograms.Select(app => Platform(language, app, app == chosen));
        var people = Person.OfferedBy(SimulatedApp.Weapp).Select((person, index) => ConsentPages.Choice(language, person, index == 0));
        var demonstration = Person
            .OfferedBy(SimulatedApp.Swan)
            .Select(person =>
                Markup.Of(
                    $"""
                    <li><code>demo-{person.Id}</code> <span lang="zh-CN">{person.Name.Chinese}</span> <span lang="en">{person.Name.English}</span></li>
                    """
                )
            );
        var body = Markup.Of(
            $"""
            <p>{language.Say(
                "没有手机也能试小程序登录:选择平台和人,得到一次性登录凭证。网页登录(微信扫码、QQ 互联、支付宝、Google)从登录页开始,会自动来到模拟器。",
                "Try mini-program logins without a phone: choose a platform and a person and get a one-time login code. Web logins (WeChat QR, QQ Connect, Alipay, Google) start at the login page and come here by themselves.")}</p>
            <p><a href="/">{language.Say("打开登录页", "Open the login page")}</a></p>
            <form method="post" action="{SimulatedApps.Root}?lang={language.Tag}">
            <fieldset>
            <legend>{language.Say("平台", "Platform")}</legend>
            <div class="choices">{Markup.Join(platforms)}</div>
            </fieldset>
            <fieldset>
            <legend>{language.Say("人", "Person")}</legend>
            <div class="choices">{Markup.Join(people)}</div>
            <p class="quiet">{language.Say("访客只在微信和抖音小程序里存在。", "The guest exists in the WeChat and Douyin mini programs only.")}</p>
            </fieldset>
            <fieldset>
            <legend>{language.Say("资料数据", "Profile data")}</legend>
            <div class="choices">
            <label><input type="radio" name="profile" value="" checked>
            <span>{language.Say("带 openId", "With openId")}<small><code>getUserInfo</code></small></span></label>
            <label><input type="radio" name="profile" value="1">
            <span>{language.Say("不带 openId", "Without openId")}<small><code>getUserProfile</code></small></span></label>
            </div>
            </fieldset>
            <div class="actions"><button class="first">{language.Say("获取登录凭证", "Get a login code")}</button></div>
            </form>
            <h2>{language.Say("演示凭证", "Demonstration codes")}</h2>
            <p>{language.Say("这些凭证可以反复使用,适用于每个平台:", "These work any number of times, for every platform:")}</p>
            <ul>{Markup.Join(demonstration)}</ul>
            <p class="quiet">{language.Say(
                "Google 需要先调用 GET /api/google/url,并把得到的 state 一起发送。",
                "Google needs GET /api/google/url first, and the state from its answer.")}</p>
            <h2>{language.Say("脚本", "Scripts")}</h2>
            <pre><code>curl -X POST {BaseOf(request)}{SimulatedApps.Root}/weapp/code \
              -H "Content-Type: application/json" -d '{SimulatorAnswer.Text(new { person = "lin" })}'</code></pre>
            """
        );
        return SimulatorPage.Show(request, language.Say("小程序登录凭证", "Mini-program login codes"), body);
    }

    internal static IResult ShowLogin(HttpRequest request, SimulatedApp app, Person person, MiniProgramLogin login)
    {
        var language = PageLanguage.Of(request);
        var wire = JsonNode.Parse(SimulatorAnswer.Text(login))!.AsObject();
        var fields = Markup.Join([.. wire.Select(field => Field(field.Key, field.Key, field.Value!.GetValue<string>()))]);
        wire.Insert(0, "platform", app.Platform());
        var body = Markup.Of(
            $"""
            <p><span lang="zh-CN">{person.Name.Chinese}</span> <span lang="en">{person.Name.English}</span> ·
            {language.Say("凭证只能用一次,几分钟后失效。", "The code works once, for a few minutes.")}</p>
            {Field("body", "POST /api/login", SimulatorAnswer.Text(wire))}
            <h2>{language.Say("各个字段", "Field by field")}</h2>
            {fields}
            <p><a href="{SimulatedApps.Root}?lang={language.Tag}">{language.Say("再取一个", "Get another one")}</a></p>
            """
        );
        return SimulatorPage.Show(request, language.Say(app.Title()), body);
    }

    private static Markup Platform(PageLanguage language, SimulatedApp app, bool chosen) =>
        Markup.Of(
            $"""
            <label><input type="radio" name="platform" value="{app.Platform()}" {(chosen ? Markup.Of($"checked") : Markup.Nothing)}>
            <span>{language.Say(app.Title())}<small><code>{app.Platform()}</code></small></span></label>
            """
        );

    private static Markup Field(string id, string name, string value) =>
        Markup.Of(
            $"""
            <label class="over" for="{id}">{name}</label>
            <textarea id="{id}" readonly rows="{RowsOf(value)}">{value}</textarea>
            """
        );

    // For browsers that do not measure by themselves (CSS field-sizing): lines of a phone, where Chinese is twice as wide.
    private static int RowsOf(string value) => Math.Clamp((value.Sum(c => c < 0x1100 ? 1 : 2) + 35) / 36, 1, 8);

    private static string BaseOf(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
