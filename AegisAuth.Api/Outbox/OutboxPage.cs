using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AegisAuth.Api.Site;
using AegisAuth.Application.Messages;

namespace AegisAuth.Api.Outbox;

/// <summary><c>GET /dev/outbox</c>: what was sent, the newest first. Development only; elsewhere there is no such path.</summary>
internal static class OutboxPage
{
    // The page holds text that strangers had a hand in. Nothing on it runs or submits, and only our style is loaded.
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>After the senders of the infrastructure: a mail server that is configured goes first.</summary>
    public static void AddDevelopmentOutbox(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddSingleton<DevelopmentOutbox>();
            builder.Services.AddSingleton<IMessageSender>(services => services.GetRequiredService<DevelopmentOutbox>());
        }
    }

    public static void MapDevelopmentOutbox(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/dev/outbox", Show).ExcludeFromDescription();
            app.MapGet("/dev/outbox.css", () => Results.Text(OutboxStyle.Text, "text/css", Encoding.UTF8)).ExcludeFromDescription();
        }
    }

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static IResult Show(DevelopmentOutbox outbox, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Text(Page(outbox.List(), SiteLanguage.IsEnglish(context.Request)), MediaTypeNames.Text.Html, Encoding.UTF8);
    }

    private static string Page(IReadOnlyList<SentMessage> messages, bool english)
    {
        string Say(string chinese, string inEnglish) => english ? inEnglish : chinese;
        var page = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="{Say("zh-CN", "en")}">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Say("发件箱", "Outbox")} · AegisAuth</title>
            <link rel="stylesheet" href="/dev/outbox.css">
            <main>
            <h1>{Say("发件箱", "Outbox")}</h1>
            <p>{Say("开发环境中,短信和邮件不会真正发出,都显示在这里。", "In Development messages are not sent: they are shown here.")}</p>

            """
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>{(messages.Count == 0 ? Say("还没有消息。", "Nothing was sent yet.") : Say("最新的在最前面。", "The newest first."))}</p>\n"
        );
        foreach (var (at, message) in messages)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <article>
                <h2>{Text(message.Subject)}</h2>
                <p>{at:yyyy-MM-dd HH:mm:ss} UTC · {(
                    message.Kind == ContactKind.Email ? Say("邮件", "e-mail") : Say("短信", "text message")
                )} · {Text(message.To)}</p>
                <pre>{Text(message.Body)}</pre>
                {(message.Link is { } link ? $"<p><a href=\"{Text(link.AbsoluteUri)}\">{Say("打开链接", "Open the link")}</a></p>" : "")}
                </article>

                """
            );
        }

        return page.Append("</main>\n</html>\n").ToString();
    }

    // A plus is nothing in HTML, and numbers begin with one.
    private static string Text(string text) => Encoder.Encode(text).Replace("&#x2B;", "+", StringComparison.Ordinal);
}
